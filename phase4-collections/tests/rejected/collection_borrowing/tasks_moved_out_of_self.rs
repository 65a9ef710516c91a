//! `for … in self.tasks` moves the list out of `self`, which is only borrowed and would have a hole.
//!
//! Repair: `take` leaves an empty list there.

struct Newsroom {
    tasks: Vec<String>,
}

impl Newsroom {
    fn hand_out(&mut self) {
        #[cfg(not(fixed))]
        let tasks = self.tasks; //~ E0507
        #[cfg(fixed)]
        let tasks = std::mem::take(&mut self.tasks);
        for task in tasks {
            println!("{task}");
        }
    }
}

fn main() {
    Newsroom { tasks: vec!["review".to_owned()] }.hand_out();
}
