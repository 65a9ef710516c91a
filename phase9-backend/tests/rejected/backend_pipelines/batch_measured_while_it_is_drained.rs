//! A batch is worked off from its front, and each step wants to say how many are left.
//!
//! `drain` has borrowed the whole vector until it is dropped, also while a step waits. Repair: take the items out one by
//! one, or ask the iterator, which knows.

async fn apply(event: u64) {
    tokio::task::yield_now().await;
    drop(event);
}

async fn apply_all(mut batch: Vec<u64>) {
    #[cfg(not(fixed))]
    for event in batch.drain(..) {
        apply(event).await;
        println!("{} left", batch.len()); //~ E0502
    }
    #[cfg(fixed)]
    {
        let mut left = batch.drain(..);
        while let Some(event) = left.next() {
            apply(event).await;
            println!("{} left", left.len());
        }
    }
}

#[tokio::main]
async fn main() {
    apply_all(vec![7, 8, 9]).await;
}
