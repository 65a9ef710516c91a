//! A thread that logs for a request, with a span that it only borrows: the request may be over before the thread is.
//!
//! A span is a handle that is counted. Repair: give the thread one of its own; the span is open until the last is gone.

use std::thread;

fn main() {
    let span = tracing::info_span!("request", id = 7);
    #[cfg(not(fixed))]
    let thread = thread::spawn(|| span.in_scope(|| tracing::info!("resized"))); //~ E0373
    #[cfg(fixed)]
    let thread = {
        let span = span.clone();
        thread::spawn(move || span.in_scope(|| tracing::info!("resized")))
    };
    span.in_scope(|| tracing::info!("answered"));
    thread.join().expect("it does not panic");
}
