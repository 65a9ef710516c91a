//! `while let` keeps the guard of its scrutinee for the whole body, in every edition.
//!
//! With a `RefCell` whose owner is needed in the body, the checker says so. With a `Mutex` behind a `&`, the same loop
//! compiles, and all other threads wait. Repair: `let … else` drops the guard at its end.

use std::cell::RefCell;

struct Desk {
    jobs: RefCell<Vec<String>>,
    done: usize,
}

impl Desk {
    fn finish(&mut self, job: &str) {
        self.done += job.len();
    }
}

fn work_off(desk: &mut Desk) {
    #[cfg(not(fixed))]
    while let Some(job) = desk.jobs.borrow_mut().pop() {
        desk.finish(&job); //~ E0502
    }
    #[cfg(fixed)]
    loop {
        let Some(job) = desk.jobs.borrow_mut().pop() else { break };
        desk.finish(&job);
    }
}

fn main() {
    work_off(&mut Desk { jobs: RefCell::new(vec!["moves".into()]), done: 0 });
}
