//! The lock of the shared pool, which needs no memory.
//!
//! The package `deep-dives-models` tries this file under loom: as it stands, with each of its two orderings made
//! `Relaxed`, and with the exchange torn in two.

use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use super::sync::{AtomicBool, UnsafeCell, spin_loop};

/// A value for one thread at a time; the others spin.
pub(crate) struct SpinLock<T> {
    held: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: what `&SpinLock` gives to several threads is the value, in `with` alone, to one at a time. `T: Send`, because
// they are different ones. `T: Sync` is not needed: nobody keeps the reference.
unsafe impl<T: Send> Sync for SpinLock<T> {}

impl<T> SpinLock<T> {
    /// A lock that nobody holds. `held` is false; it comes from the caller, as loom's atomics cannot be made in a `const`.
    pub(crate) const fn new(held: AtomicBool, value: UnsafeCell<T>) -> Self {
        Self { held, value }
    }

    /// Lends the value to `work`.
    ///
    /// Nobody gets it any more if `work` panics or comes here again: both are waits without end, and no memory error.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&T) -> R) -> R {
        // Pairs with the `Release` below: what the last holder wrote to the value is seen here.
        while self.held.compare_exchange_weak(false, true, Acquire, Relaxed).is_err() {
            // Waiting by reading leaves the cache line shared.
            while self.held.load(Relaxed) {
                spin_loop();
            }
        }
        // SAFETY: `held` was false and is true now, and only who made it true makes it false again, below. So nobody else
        // is between here and there. The reference cannot leave `work`, whose result must not depend on its lifetime.
        let result = self.value.with_mut(|value| work(unsafe { &*value }));
        self.held.store(false, Release);
        result
    }
}
