//! A ring lends its slots to two threads, which `UnsafeCell` does not allow, so the ring's author promises it by hand. The
//! promise has a condition: what lies in a slot may change threads, `T: Send`. Without the condition this program would
//! compile, and two threads would change one count that is not atomic.
//!
//! Repair: send what may be sent. An `unsafe impl` without the bound would be no repair.

#[cfg(not(fixed))]
use std::rc::Rc as Shared;
#[cfg(fixed)]
use std::sync::Arc as Shared;
use std::{cell::UnsafeCell, thread};

struct Slot<T>(UnsafeCell<Option<T>>);

// SAFETY: `take` is the only access, and its contract allows one thread at a time. What it returns has changed threads,
// which is why it must be `Send`.
unsafe impl<T: Send> Sync for Slot<T> {}

impl<T> Slot<T> {
    /// # Safety
    /// Nobody else takes from the slot at the same time.
    unsafe fn take(&self) -> Option<T> {
        // SAFETY: By this function's contract, the reference is the only one.
        unsafe { &mut *self.0.get() }.take()
    }
}

fn main() {
    let title = Shared::new(String::from("Paths"));
    let slot = Slot(UnsafeCell::new(Some(Shared::clone(&title))));
    thread::scope(|scope| {
        // SAFETY: No other line takes from the slot.
        scope.spawn(|| drop(unsafe { slot.take() })); //~ E0277
        drop(title);
    });
}
