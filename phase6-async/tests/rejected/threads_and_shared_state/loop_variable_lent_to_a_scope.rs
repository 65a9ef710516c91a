//! A scoped thread may borrow what is older than the scope. A variable of the closure, or of a loop in it, is not.
//!
//! The thread may run on when the loop has gone to the next round. Repair: `move`. It moves the number, and of what the
//! others are to share, a reference that was made before.

use std::{sync::Mutex, thread};

fn main() {
    let printed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for chapter in 1..=3 {
            #[cfg(not(fixed))]
            scope.spawn(|| printed.lock().expect("nobody panics").push(chapter)); //~ E0373
            #[cfg(fixed)]
            let printed = &printed;
            #[cfg(fixed)]
            scope.spawn(move || printed.lock().expect("nobody panics").push(chapter));
        }
    });
    println!("{} chapters", printed.into_inner().expect("nobody panicked").len());
}
