//! Batches by size or by time.

use std::{mem, time::Duration};

use tokio::{
    sync::mpsc,
    time::{Instant, timeout_at},
};

/// Items in batches: a batch is full, or its first item has waited long enough, or nothing will come any more.
///
/// The clock starts with the first item. An interval that ticks on its own would make batches of one item that came just
/// before the tick, and empty ones.
#[derive(Debug)]
pub struct Batches<T> {
    items: mpsc::Receiver<T>,
    size: usize,
    linger: Duration,
    /// What has come, and until when it waits. Here, and not in variables of [`next`](Self::next), so that dropping its
    /// future loses nothing.
    batch: Vec<T>,
    due: Option<Instant>,
}

impl<T> Batches<T> {
    /// At most `size` at a time, which wait at most `linger` for each other.
    pub const fn new(items: mpsc::Receiver<T>, size: usize, linger: Duration) -> Self {
        Self { items, size, linger, batch: Vec::new(), due: None }
    }

    /// The next batch, which is not empty; none when all senders have gone and everything was handed out.
    ///
    /// Cancel safe.
    pub async fn next(&mut self) -> Option<Vec<T>> {
        while self.batch.len() < self.size {
            let item = match self.due {
                None => self.items.recv().await,
                // Too late is the end of this batch, not of all.
                Some(due) => timeout_at(due, self.items.recv()).await.ok().flatten(),
            };
            let Some(item) = item else { break };
            self.due.get_or_insert_with(|| Instant::now() + self.linger);
            self.batch.push(item);
        }
        self.due = None;
        Some(mem::take(&mut self.batch)).filter(|batch| !batch.is_empty())
    }
}
