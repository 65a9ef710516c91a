//! A stage sends its batch on, and then wants to log how large it was. The batch is in the next stage by now, which may
//! already have changed it.
//!
//! Repair: take down what you need before you let go.

use tokio::sync::mpsc;

async fn gather(mut events: mpsc::Receiver<u64>, batches: mpsc::Sender<Vec<u64>>) {
    loop {
        let mut batch = Vec::new();
        if events.recv_many(&mut batch, 64).await == 0 {
            return;
        }
        #[cfg(fixed)]
        let count = batch.len();
        if batches.send(batch).await.is_err() {
            return;
        }
        #[cfg(not(fixed))]
        println!("{} events", batch.len()); //~ E0382
        #[cfg(fixed)]
        println!("{count} events");
    }
}

fn main() {
    drop(gather);
}
