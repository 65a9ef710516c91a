//! An `RwLock` lets several readers in at the same time, so what it guards must be `Sync` itself.
//!
//! With `&Page` a reader can change the cell, and so can the next one. Repair: a `Mutex`. It hands out one guard at a
//! time, and asks for no more than `Send`.

use std::{cell::Cell, sync::Arc, thread};

#[cfg(fixed)]
use std::sync::Mutex as Lock;
#[cfg(not(fixed))]
use std::sync::RwLock as Lock;

struct Page {
    text: String,
    last_search: Cell<usize>,
}

fn main() {
    let page = Arc::new(Lock::new(Page { text: "On loops".into(), last_search: Cell::new(0) }));
    let share = Arc::clone(&page);
    let reader = thread::spawn(move || {
        //~^ E0277
        #[cfg(not(fixed))]
        let page = share.read().expect("nobody panics");
        #[cfg(fixed)]
        let page = share.lock().expect("nobody panics");
        page.last_search.set(page.text.find("loops").unwrap_or_default());
    });
    reader.join().expect("a search does not panic");
}
