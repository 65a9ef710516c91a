//! `channel` makes a channel of anything, and on one thread it works. Refused is the thread, not the channel: a sender is
//! `Send` only if what it sends is.
//!
//! After sending an `Rc`, both threads would count its owners, without atomics. Repair: an `Arc`.

#[cfg(not(fixed))]
use std::rc::Rc as Shared;
#[cfg(fixed)]
use std::sync::Arc as Shared;
use std::{sync::mpsc, thread};

fn main() {
    let (pages, binder) = mpsc::channel();
    let masthead: Shared<str> = "The Borrower".into();
    pages.send(Shared::clone(&masthead)).unwrap();
    let setter = thread::spawn(move || pages.send(masthead).is_ok()); //~ E0277
    println!("{:?}, {:?}", binder.iter().collect::<Vec<_>>(), setter.join());
}
