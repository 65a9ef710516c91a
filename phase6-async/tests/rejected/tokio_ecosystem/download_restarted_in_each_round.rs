//! `select!` takes its futures by value, and drops them all: in the second round of a loop, this one is gone.
//!
//! A new download in each round would compile, and begin anew after every message. Repair: pin it outside, lend it to
//! each round.

use std::pin::pin;
use tokio::sync::mpsc;

async fn download() -> usize {
    tokio::task::yield_now().await;
    1024
}

async fn download_and_listen(mut messages: mpsc::Receiver<String>) -> usize {
    #[cfg(not(fixed))]
    let progress = download();
    #[cfg(fixed)]
    let mut progress = pin!(download());
    loop {
        #[cfg(not(fixed))]
        let round = progress; //~ E0382
        #[cfg(fixed)]
        let round = &mut progress;
        tokio::select! {
            bytes = round => return bytes,
            Some(message) = messages.recv() => println!("{message}"),
        }
    }
}

#[tokio::main]
async fn main() {
    println!("{} bytes", download_and_listen(mpsc::channel(1).1).await);
}
