//! `while let` keeps the guard of its scrutinee for the whole body, in every edition.
//!
//! Here the body needs all of the desk exclusively, so the checker says so. With a body that only shares the desk, the
//! same loop compiles: a second `borrow_mut` panics, and with a `Mutex`, all others wait. Repair: `let … else` drops the
//! guard at its end.

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
