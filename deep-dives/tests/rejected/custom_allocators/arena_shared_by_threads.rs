//! Two threads allocate from one arena.
//!
//! Both could read `used` before either writes it, and get the same place. A `Cell` is not `Sync`, so the arena is not,
//! so a reference to it is not `Send`. Repair: an arena for each thread; it may well be sent there.

use std::{cell::Cell, thread};

#[derive(Default)]
struct Arena {
    used: Cell<usize>,
}

impl Arena {
    fn bump(&self, size: usize) -> usize {
        self.used.replace(self.used.get() + size)
    }
}

fn main() {
    let arena = Arena::default();
    thread::scope(|scope| {
        #[cfg(not(fixed))]
        scope.spawn(|| arena.bump(16)); //~ E0277
        #[cfg(fixed)]
        scope.spawn(|| Arena::default().bump(16));
        arena.bump(16);
    });
}
