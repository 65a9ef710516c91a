//! The future of an `AsyncFnMut` borrows from the closure for as long as it lives. So the second call must wait until the
//! first one's future is gone; here, both are made before one is awaited.
//!
//! Repair: `AsyncFn`, whose futures share the closure, and a state that can be changed through a shared reference.

use std::cell::RefCell;

async fn both<A: Future, B: Future>(a: A, b: B) {
    a.await;
    b.await;
}

#[cfg(not(fixed))]
async fn read_both(mut reader: impl AsyncFnMut(&str)) {
    let moves = reader("moves");
    let loans = reader("loans"); //~ E0499
    both(moves, loans).await;
}

#[cfg(fixed)]
async fn read_both(reader: impl AsyncFn(&str)) {
    let moves = reader("moves");
    let loans = reader("loans");
    both(moves, loans).await;
}

fn main() {
    let read = RefCell::new(Vec::new());
    drop(read_both(async |slug: &str| read.borrow_mut().push(slug.to_owned())));
}
