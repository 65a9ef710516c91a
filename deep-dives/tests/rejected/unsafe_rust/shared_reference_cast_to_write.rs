//! A counter behind `&` is changed through a cast. Behind a shared reference nothing changes, and the compiler may have
//! kept the old value in a register; only `UnsafeCell` takes that permission away from it.
//!
//! Repair: a `Cell`, which is an `UnsafeCell` with a safe interface.

#[cfg(fixed)]
use std::cell::Cell;

struct Article {
    #[cfg(not(fixed))]
    reads: u64,
    #[cfg(fixed)]
    reads: Cell<u64>,
}

impl Article {
    fn read(&self) {
        #[cfg(not(fixed))]
        // SAFETY: None.
        unsafe {
            *(&self.reads as *const u64 as *mut u64) += 1; //~ invalid_reference_casting
        }
        #[cfg(fixed)]
        self.reads.update(|reads| reads + 1);
    }
}

fn main() {
    let article = Article { reads: Default::default() };
    article.read();
}
