//! A closure captures the paths that it names. `self.is_planned(…)` names all of `self`, whose tasks are being changed.
//!
//! Repair: name the field. (A longer question becomes a method of what it asks about, or a function of it.)

use std::collections::HashSet;

struct Newsroom {
    stories: HashSet<u32>,
    tasks: Vec<u32>,
}

impl Newsroom {
    #[cfg(not(fixed))]
    fn exists(&self, story: u32) -> bool {
        self.stories.contains(&story)
    }

    fn tidy(&mut self) {
        #[cfg(not(fixed))]
        self.tasks.retain(|story| self.exists(*story)); //~ E0502
        #[cfg(fixed)]
        self.tasks.retain(|story| self.stories.contains(story));
    }
}

fn main() {
    Newsroom { stories: HashSet::from([1]), tasks: vec![1, 2] }.tidy();
}
