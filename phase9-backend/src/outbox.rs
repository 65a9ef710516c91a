//! Tells others about articles: at least once, in order for each article, signed.
//!
//! A change of an article and the event about it are stored in one transaction, by [`Store`](crate::store::Store). This
//! is the other half of the *transactional outbox*: an [`Outbox`] asks for events that are due, posts each as a
//! [`Notice`], and notes what has become of it. If the process ends in between, the event is still due, and is posted
//! again. So receivers get each event at least once, and tell repetitions by its key: see
//! [`backend_pipelines`](crate::backend_pipelines).
//!
//! | the receiver | what is noted |
//! |---|---|
//! | 2xx | delivered |
//! | 408, 425, 429, 503 | postponed, at least as long as `Retry-After` asks for, and everything else waits as well |
//! | another 4xx | given up: the same again would be refused again |
//! | anything else, too late, or nothing | postponed |
//!
//! Of each article only the oldest event that is not settled is ever under way, and so none overtakes another. Articles do
//! not wait for each other.
//!
//! Several processes on one database share the work: whoever [claims](crate::store::Store::claim) an event has it until it
//! is settled, or until the claim runs out, because a process that has died cannot give anything back. One that was only
//! asleep may then post what another has posted since, and an old event may come again after a newer one; a receiver that
//! remembers the greatest key of each article is right all the same.
//!
//! Nothing is ever removed: what is delivered or given up stays in the table, as a record, until an operator removes it.

mod error;
mod notice;
mod problem;
mod transport;
mod worker;

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use error::{Answer, UpstreamError};
pub use notice::{About, ID, Notice, Payload, SIGNATURE, SignatureError, TIMESTAMP, TOLERANCE, verify};
pub use problem::{PROBLEM_JSON, Problem};
pub use transport::{Transport, Webhook};
pub use worker::{Events, Outbox, Policy};

/// A worker in a task of its own.
#[derive(Debug)]
pub struct Running {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl<E: Events, T: Transport> Outbox<E, T> {
    /// Starts it.
    pub fn spawn(self) -> Running {
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        Running { stop, task: tokio::spawn(async move { self.run(stopped).await }) }
    }
}

impl Running {
    /// Ends it, and waits `at_most` so long for what was begun. Whatever is cut off will be delivered again.
    pub async fn end(mut self, at_most: Duration) {
        self.stop.cancel();
        match tokio::time::timeout(at_most, &mut self.task).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the outbox has ended badly"),
            Err(_) => {
                self.task.abort();
                tracing::warn!("some deliveries were cut");
            }
        }
    }
}
