//! A scope lets threads borrow; it does not let them share what is not `Sync`.
//!
//! Two threads would add to one `Cell` without any order. Repair: an atomic, which changes behind `&` as well, but in
//! one step.

use std::thread;

fn main() {
    let pages = ["one two", "three", "four five six"];
    #[cfg(not(fixed))]
    let words = std::cell::Cell::new(0);
    #[cfg(fixed)]
    let words = std::sync::atomic::AtomicUsize::new(0);
    thread::scope(|scope| {
        for page in pages {
            let words = &words;
            #[cfg(not(fixed))]
            scope.spawn(move || words.set(words.get() + page.split(' ').count())); //~ E0277
            #[cfg(fixed)]
            scope.spawn(move || {
                words.fetch_add(page.split(' ').count(), std::sync::atomic::Ordering::Relaxed)
            });
        }
    });
    println!("{words:?} words");
}
