//! A lock is released by the thread that took it: a `MutexGuard` is not `Send`, whatever it guards.
//!
//! Repair: lock in the thread that does the work. What must not be shared in between is taken out, and moves by itself.

use std::{sync::Mutex, thread};

fn main() {
    let sales = Mutex::new(vec![1200_u64, 900]);
    let total = thread::scope(|scope| {
        #[cfg(not(fixed))]
        let sales = sales.lock().expect("nobody panics");
        #[cfg(fixed)]
        let sales = std::mem::take(&mut *sales.lock().expect("nobody panics"));
        let clerk = scope.spawn(move || sales.iter().sum::<u64>()); //~ E0277
        clerk.join().expect("a sum does not panic")
    });
    println!("{total} cents");
}
