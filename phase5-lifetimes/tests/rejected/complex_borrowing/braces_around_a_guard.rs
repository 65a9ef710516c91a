//! In edition 2021, braces around a scrutinee change nothing: the guard of a block's last expression outlives the block.
//!
//! Since 2024, it ends with the block, so the same braces are the shortest way to let go before the body. Repair: the
//! edition. (In 2021, bind what was popped to a variable inside of the braces.)

//@ edition: 2021
//@ fixed-edition: 2024

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
    while let Some(job) = { desk.jobs.borrow_mut().pop() } {
        desk.finish(&job); //~ E0502
    }
}

fn main() {
    work_off(&mut Desk { jobs: RefCell::new(vec!["moves".into()]), done: 0 });
}
