//! A stage sends its batch on, and then wants to log how large it was. The batch is in the next stage by now, which may
//! already have changed it.
//!
//! Repair: take down what you need before you let go.

use tokio::sync::mpsc;

async fn gather(mut events: mpsc::Receiver<u64>, batches: mpsc::Sender<Vec<u64>>) {
    let mut batch = Vec::new();
    while events.recv_many(&mut batch, 64).await > 0 {
        #[cfg(fixed)]
        let count = batch.len();
        if batches.send(std::mem::take(&mut batch)).await.is_err() {
            return;
        }
        #[cfg(fixed)]
        println!("{count} events");
    }
    let last = vec![0];
    let sent = batches.send(last).await;
    #[cfg(not(fixed))]
    println!("{} events, {}", last.len(), sent.is_ok()); //~ E0382
    #[cfg(fixed)]
    println!("the last, {}", sent.is_ok());
}

fn main() {
    drop(gather);
}
