//! Notices come in, are read, enriched and stored: four tasks or more, and a queue before each.

use std::{collections::HashMap, time::Duration};

use axum::body::Bytes;
use tokio::{
    sync::{
        mpsc::{self, error::TrySendError},
        oneshot,
    },
    task::{JoinHandle, JoinSet},
};

use super::Batches;
use crate::outbox::Payload;

/// What is stored of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The key of the event.
    pub event: i64,
    /// The key of the article.
    pub article: i64,
    /// What can be found from now on; nothing if it was withdrawn.
    pub entry: Option<String>,
}

/// What has become of a notice. Whoever has sent it may forget it if this is `Ok`.
pub type Receipt = Result<Taken, NotTaken>;

/// It is stored, and will not be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It was new.
    Stored,
    /// It was here before.
    Repeated,
}

/// It is not stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// There is no room at the moment. The same again may be taken.
    #[error("too many notices are waiting")]
    Busy,
    /// Something that is needed is down. The same again may be taken.
    #[error("the index cannot be reached")]
    Unavailable,
    /// It is poison: the same again would fail again.
    #[error("the notice cannot be read: {0}")]
    Poison(String),
}

/// Where changes are kept.
pub trait Index: Send + 'static {
    /// Applies all changes or none, and returns which of them were new. A change is new if its event is greater than the
    /// greatest that was applied to its article; that mark is part of the same transaction.
    ///
    /// # Errors
    /// If the index is out of reach; nothing was applied then.
    fn commit(&mut self, batch: &[Change]) -> impl Future<Output = Result<Vec<bool>, NotTaken>> + Send;
}

/// An index that is gone with its process: for tests and tours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoryIndex {
    /// By article: the mark, and the entry. What was withdrawn keeps its mark, or its first event could come again.
    pub articles: HashMap<i64, (i64, Option<String>)>,
    /// How many changes each commit had.
    pub commits: Vec<usize>,
}

impl Index for MemoryIndex {
    async fn commit(&mut self, batch: &[Change]) -> Result<Vec<bool>, NotTaken> {
        self.commits.push(batch.len());
        let apply = |change: &Change| {
            let (mark, entry) = self.articles.entry(change.article).or_default();
            let new = change.event > *mark;
            if new {
                (*mark, *entry) = (change.event, change.entry.clone());
            }
            new
        };
        Ok(batch.iter().map(apply).collect())
    }
}

/// How much room there is, and how long notices wait for each other.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// The places in each queue.
    pub queue: usize,
    /// How many notices are enriched at a time.
    pub lanes: usize,
    /// How many share a commit.
    pub batch: usize,
    /// How long the first of a batch waits for others.
    pub linger: Duration,
}

impl Policy {
    /// How many notices can be inside at the same time: in the queues, and one in the hands of each task, or a batch.
    pub const fn room(self) -> usize {
        let Self { queue, lanes, batch, .. } = self;
        (queue + 1) + lanes * (queue + 1) + (queue + batch)
    }
}

/// A notice on its way, with the way back to whoever has sent it.
struct Parcel<T> {
    content: T,
    receipt: oneshot::Sender<Receipt>,
}

/// Where notices come in. Clones share the queue.
#[derive(Clone, Debug)]
pub struct Entrance(mpsc::Sender<Parcel<Bytes>>);

impl Entrance {
    /// Takes a notice, and returns when it is stored or is not going to be.
    ///
    /// Whoever drops this future does not know what has become of it; it may well be stored.
    ///
    /// # Errors
    /// [`NotTaken::Busy`] at once if there is no room: a queue that one waits to enter has no bound. The others are
    /// verdicts of the stages.
    pub async fn take(&self, body: Bytes) -> Receipt {
        let (receipt, answer) = oneshot::channel();
        self.0.try_send(Parcel { content: body, receipt }).map_err(|error| match error {
            TrySendError::Full(_) => NotTaken::Busy,
            TrySendError::Closed(_) => NotTaken::Unavailable,
        })?;
        // A stage that panics drops its parcels, and with them the way back.
        answer.await.unwrap_or(Err(NotTaken::Unavailable))
    }
}

/// Starts the stages. When the last [`Entrance`] is dropped, each stage ends after the one before it, with nothing left
/// inside; the handle then returns the index.
///
/// `enrich` adds what the notice does not say. While it waits for one article it may work on others, never on two notices
/// of the same: those go through the same lane, in the order in which they came.
///
/// # Panics
/// If the policy has no place, no lane, or batches of nothing.
pub fn start<I, F, A>(index: I, enrich: F, policy: Policy) -> (Entrance, JoinHandle<I>)
where
    I: Index,
    F: Fn(Payload) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = Result<Change, NotTaken>> + Send + 'static,
{
    assert!(policy.lanes > 0 && policy.batch > 0, "nothing would ever be stored");
    let (entrance, bodies) = mpsc::channel(policy.queue);
    let (enriched, changes) = mpsc::channel(policy.queue);
    let mut stages = JoinSet::new();
    let lanes: Vec<_> = (0..policy.lanes)
        .map(|_| {
            let (lane, payloads) = mpsc::channel(policy.queue);
            stages.spawn(enrich_all(payloads, enrich.clone(), enriched.clone()));
            lane
        })
        .collect();
    stages.spawn(read_all(bodies, lanes));
    let store = async move {
        let index = store_all(Batches::new(changes, policy.batch, policy.linger), index).await;
        // Were one of them still running, it would have a sender.
        stages.join_all().await;
        index
    };
    (Entrance(entrance), tokio::spawn(store))
}

async fn read_all(mut bodies: mpsc::Receiver<Parcel<Bytes>>, lanes: Vec<mpsc::Sender<Parcel<Payload>>>) {
    while let Some(Parcel { content, receipt }) = bodies.recv().await {
        match serde_json::from_slice::<Payload>(&content) {
            Ok(payload) => {
                let lane = payload.data.article.unsigned_abs() % lanes.len() as u64;
                // Waits for a place: this is how a slow stage slows down the one before it. If the next stage has panicked,
                // the parcel is dropped, and whoever waits hears of that.
                let _ = lanes[lane as usize].send(Parcel { content: payload, receipt }).await;
            }
            Err(error) => {
                tracing::warn!(%error, bytes = content.len(), "a notice is poison");
                // Nobody may be waiting any more.
                let _ = receipt.send(Err(NotTaken::Poison(error.to_string())));
            }
        }
    }
}

async fn enrich_all<F, A>(
    mut payloads: mpsc::Receiver<Parcel<Payload>>,
    enrich: F,
    enriched: mpsc::Sender<Parcel<Change>>,
) where
    F: Fn(Payload) -> A,
    A: Future<Output = Result<Change, NotTaken>>,
{
    while let Some(Parcel { content, receipt }) = payloads.recv().await {
        match enrich(content).await {
            Ok(change) => {
                let _ = enriched.send(Parcel { content: change, receipt }).await;
            }
            Err(not_taken) => {
                let _ = receipt.send(Err(not_taken));
            }
        }
    }
}

async fn store_all<I: Index>(mut batches: Batches<Parcel<Change>>, mut index: I) -> I {
    while let Some(batch) = batches.next().await {
        let (changes, receipts): (Vec<_>, Vec<_>) =
            batch.into_iter().map(|Parcel { content, receipt }| (content, receipt)).unzip();
        let outcomes: Vec<Receipt> = match index.commit(&changes).await {
            Ok(news) => {
                news.into_iter().map(|new| Ok(if new { Taken::Stored } else { Taken::Repeated })).collect()
            }
            Err(error) => vec![Err(error); changes.len()],
        };
        // Only now: before the commit, nothing was stored.
        for (receipt, outcome) in receipts.into_iter().zip(outcomes) {
            let _ = receipt.send(outcome);
        }
    }
    index
}
