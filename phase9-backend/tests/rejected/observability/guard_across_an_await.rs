//! A span that is entered for a whole task: after an await the task may go on on another thread, and the span would stay
//! behind on the one that it was entered on.
//!
//! The guard of `entered()` owns its span and is not `Send`, so a spawned future cannot hold it. (The guard of `enter()`
//! borrows the span and is not refused; it is as wrong.) Repair: instrument the future.

use tracing::{Instrument, info, info_span};

async fn deliver(article: u32) {
    info!(article, "delivered");
}

fn deliver_both() -> tokio::task::JoinHandle<()> {
    let span = info_span!("delivery");
    #[cfg(not(fixed))]
    return tokio::spawn(async move {
        //~^ "future cannot be sent between threads safely"
        let _guard = span.entered();
        deliver(1).await;
        deliver(2).await;
    });
    #[cfg(fixed)]
    return tokio::spawn(
        async move {
            deliver(1).await;
            deliver(2).await;
        }
        .instrument(span),
    );
}

fn main() {
    let _: fn() -> tokio::task::JoinHandle<()> = deliver_both;
}
