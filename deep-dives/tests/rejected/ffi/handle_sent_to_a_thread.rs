//! A type with a raw pointer in it is neither `Send` nor `Sync`: what the pointer leads to may have a lock, a thread of its
//! own, or a counter without atomics, and only the header says.
//!
//! Repair: read the header, and promise what it promises. Here each book may be used by one thread at a time, so it may
//! be sent, but not shared.

use std::{ptr::NonNull, thread};

struct Opaque;

struct Book(NonNull<Opaque>);

// SAFETY: the header says that a book is tied to no thread, and that books share nothing.
#[cfg(fixed)]
unsafe impl Send for Book {}

fn main() {
    let book = Book(NonNull::dangling());
    let counting = thread::spawn(move || {
        //~^ E0277
        let Book(handle) = &book;
        handle.is_aligned()
    });
    assert!(counting.join().unwrap());
}
