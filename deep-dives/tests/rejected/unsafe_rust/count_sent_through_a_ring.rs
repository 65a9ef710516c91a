//! A ring promises by hand that its ends may go to other threads, and the promise has a condition: `T: Send`. Without it
//! this program would compile, and two threads would change one count that is not atomic.
//!
//! Repair: send what may be sent. An `unsafe impl` without the bound would be no repair.

#[cfg(not(fixed))]
use std::rc::Rc as Shared;
#[cfg(fixed)]
use std::sync::Arc as Shared;
use std::{cell::UnsafeCell, sync::Arc, thread};

struct Slot<T>(UnsafeCell<Option<T>>);

// SAFETY: This example never touches the slot from two threads at once; what is in it changes threads, so it is `Send`.
unsafe impl<T: Send> Sync for Slot<T> {}

fn main() {
    let title = Shared::new(String::from("Paths"));
    let producer = Arc::new(Slot(UnsafeCell::new(Some(Shared::clone(&title)))));
    let consumer = Arc::clone(&producer);
    thread::spawn(move || drop(consumer)); //~ E0277
    assert_eq!(*title, "Paths");
}
