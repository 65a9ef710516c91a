//! A thread may run on when the function that started it has returned, so it takes nothing that borrows from there.
//!
//! That the thread is joined at once does not help: no signature says it. Repair: a range, and a share of the source in
//! an `Arc`. (`thread::scope` is the other one, for threads that really end here.)

use std::{sync::Arc, thread};

fn main() {
    let source: Arc<str> = "title: On Loops\nOnce more.".into();
    let start = source.find('\n').map_or(0, |at| at + 1);
    #[cfg(not(fixed))]
    let body = &source[start..]; //~ E0597
    #[cfg(fixed)]
    let (share, range) = (Arc::clone(&source), start..source.len());
    let counter = thread::spawn(move || {
        #[cfg(fixed)]
        let body = &share[range];
        body.split_whitespace().count()
    });
    println!("{:?} words of {} bytes", counter.join().ok(), source.len());
}
