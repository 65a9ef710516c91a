//! In edition 2021, the guard of an `if let` is alive in its `else`; across an `.await`, it becomes part of the future.
//!
//! A `MutexGuard` must be dropped by the thread that locked, so such a future cannot go to another one. Repair: the
//! edition. (In 2021, `let job = queue.lock().unwrap().pop();` on a line of its own.)

//@ edition: 2021
//@ fixed-edition: 2024

use std::{future::Future, sync::Mutex};

async fn refill(queue: &Mutex<Vec<String>>) {
    queue.lock().unwrap().push("moves".into());
}

async fn work(queue: &Mutex<Vec<String>>) {
    if let Some(job) = queue.lock().unwrap().pop() {
        println!("{job}");
    } else {
        refill(queue).await;
    }
}

fn spawn(_: impl Future<Output = ()> + Send) {}

fn main() {
    let queue = Mutex::new(Vec::new());
    spawn(work(&queue)); //~ "future cannot be sent between threads safely"
}
