//! What the lock takes from the standard library. Its model takes the same names from loom.

pub(super) use std::{hint::spin_loop, sync::atomic::AtomicBool};

/// [`std::cell::UnsafeCell`] with the interface of loom's, which must know when an access begins and ends.
pub(super) struct UnsafeCell<T>(std::cell::UnsafeCell<T>);

impl<T> UnsafeCell<T> {
    pub(super) const fn new(value: T) -> Self {
        Self(std::cell::UnsafeCell::new(value))
    }

    /// An access that nothing else may happen beside.
    pub(super) fn with_mut<R>(&self, access: impl FnOnce(*mut T) -> R) -> R {
        access(self.0.get())
    }
}
