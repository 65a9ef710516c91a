//! What the ring takes from the standard library. Its model takes the same names from loom.

pub(super) use std::sync::{Arc, atomic::AtomicUsize};

/// [`std::cell::UnsafeCell`] with the interface of loom's, which must know when an access begins and ends.
#[derive(Debug)]
pub(super) struct UnsafeCell<T>(std::cell::UnsafeCell<T>);

impl<T> UnsafeCell<T> {
    pub(super) fn new(value: T) -> Self {
        Self(std::cell::UnsafeCell::new(value))
    }

    /// An access that reads.
    pub(super) fn with<R>(&self, read: impl FnOnce(*const T) -> R) -> R {
        read(self.0.get())
    }

    /// An access that writes.
    pub(super) fn with_mut<R>(&self, write: impl FnOnce(*mut T) -> R) -> R {
        write(self.0.get())
    }
}
