//! An `async` block borrows what it uses, unless it is `move`; that it is awaited at the end of `main` does not count.
//!
//! Several tasks need the settings, so a `move` alone would give them to the first. Repair: share them with `Arc`, and
//! clone it before the block: a clone in the block would begin with a borrow.

use std::sync::Arc;

struct Settings {
    at_once: usize,
}

#[tokio::main]
async fn main() {
    let settings = Arc::new(Settings { at_once: 4 });
    #[cfg(not(fixed))]
    let task = tokio::spawn(async { settings.at_once * 2 }); //~ E0373
    #[cfg(fixed)]
    let task = tokio::spawn({
        let settings = Arc::clone(&settings);
        async move { settings.at_once * 2 }
    });
    println!("{:?} of {}", task.await, settings.at_once);
}
