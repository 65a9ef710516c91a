//! A waker may be called by any thread, so it is made only of what is `Send + Sync`, and a cell is not `Sync`.
//!
//! It does not help that this program has a single thread: `Waker` is one type, and it does not remember what it was
//! made of. Repair: an atomic.

#[cfg(not(fixed))]
use std::cell::Cell;
#[cfg(fixed)]
use std::sync::atomic::{AtomicU32, Ordering};
use std::{
    sync::Arc,
    task::{Wake, Waker},
};

#[derive(Default)]
struct Wakes {
    #[cfg(not(fixed))]
    count: Cell<u32>,
    #[cfg(fixed)]
    count: AtomicU32,
}

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        #[cfg(not(fixed))]
        self.count.set(self.count.get() + 1);
        #[cfg(fixed)]
        self.count.fetch_add(1, Ordering::Relaxed);
    }
}

fn main() {
    Waker::from(Arc::new(Wakes::default())).wake(); //~ E0277
}
