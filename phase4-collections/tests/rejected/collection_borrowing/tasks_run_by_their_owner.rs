//! A loop over a field of `self` that calls a method of `self` by `&mut`: it could add tasks to the list it walks through.
//!
//! Repair: take the list out, and all of `self` is free while it is walked through. What is added meanwhile goes to the
//! empty list that was left there.

use std::mem;

struct Newsroom {
    tasks: Vec<u32>,
    published: Vec<u32>,
}

impl Newsroom {
    fn run(&mut self, story: u32) {
        self.published.push(story);
        if story > 0 {
            self.tasks.push(story - 1);
        }
    }

    fn run_all(&mut self) {
        #[cfg(not(fixed))]
        for story in self.tasks.iter() {
            self.run(*story); //~ E0502
        }
        #[cfg(fixed)]
        for story in mem::take(&mut self.tasks) {
            self.run(story);
        }
    }
}

fn main() {
    Newsroom { tasks: vec![3, 7], published: Vec::new() }.run_all();
}
