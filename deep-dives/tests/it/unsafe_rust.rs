mod pointers;
mod ring;
mod text;
mod vector;

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    rc::Rc,
};

/// A value that is counted while it lives, and may panic when it is dropped.
#[derive(Debug)]
struct Tracked {
    number: u8,
    panics: bool,
    alive: Rc<Cell<i32>>,
}

impl Tracked {
    fn new(number: u8, alive: &Rc<Cell<i32>>) -> Self {
        Self::of(number, false, alive)
    }

    fn panicking(number: u8, alive: &Rc<Cell<i32>>) -> Self {
        Self::of(number, true, alive)
    }

    fn of(number: u8, panics: bool, alive: &Rc<Cell<i32>>) -> Self {
        alive.set(alive.get() + 1);
        Self { number, panics, alive: Rc::clone(alive) }
    }
}

impl Drop for Tracked {
    fn drop(&mut self) {
        self.alive.set(self.alive.get() - 1);
        if self.panics {
            panic::resume_unwind(Box::new("a destructor"));
        }
    }
}

/// Whether `work` panics. Without a message: the panics here are meant.
fn panics<R>(work: impl FnOnce() -> R) -> bool {
    panic::catch_unwind(AssertUnwindSafe(work)).is_err()
}
