//! Events in memory that keep the promises of storage, on the clock of the runtime, which tests can pause.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::{
    body::Bytes,
    http::{HeaderMap, StatusCode},
};
use futures::FutureExt as _;
use phase9_backend::{
    async_backend::Backoff,
    domain::{ArticleId, EventId, Slug, Timestamp, Title, Username},
    outbox::{Answer, Events, Outbox, Policy, Transport},
    store::{Event, EventKind, Settlement, Step, StoreError},
    telemetry::Metrics,
};
use tokio::{sync::Notify, time::Instant};

pub const START: Timestamp = Timestamp::from_micros(1_700_000_000_000_000);

/// Clones share the events.
#[derive(Clone)]
pub struct Queue {
    shared: Arc<Shared>,
    started: Instant,
}

struct Shared {
    rows: Mutex<Vec<Row>>,
    log: Mutex<Vec<(i64, Settlement)>>,
    changed: Notify,
    /// So many times more, settling fails,
    failing: AtomicU32,
    /// and claiming.
    unclaimed: AtomicU32,
    asked: AtomicU32,
}

struct Row {
    event: Event,
    due: Timestamp,
    settled: bool,
}

pub fn event(id: i64, article: i64) -> Event {
    Event {
        id: EventId::from_storage(id),
        article: ArticleId::from_storage(article),
        kind: EventKind::Published,
        slug: Slug::from_address("at-least-once".into()),
        title: Title::from_storage("At Least Once".into()),
        author: Username::from_storage("ada".into()),
        at: Timestamp::from_micros(0),
        attempts: 0,
    }
}

impl Queue {
    /// Events by key and article.
    pub fn of(events: impl IntoIterator<Item = (i64, i64)>) -> Self {
        let row = |(id, article)| Row { event: event(id, article), due: START, settled: false };
        let rows = Mutex::new(events.into_iter().map(row).collect());
        let (log, changed) = (Mutex::default(), Notify::new());
        let (failing, unclaimed, asked) = Default::default();
        let shared = Shared { rows, log, changed, failing, unclaimed, asked };
        Self { shared: Arc::new(shared), started: Instant::now() }
    }

    pub fn fail_to_settle(&self, times: u32) {
        self.shared.failing.store(times, Ordering::Relaxed);
    }

    pub fn fail_to_claim(&self, times: u32) {
        self.shared.unclaimed.store(times, Ordering::Relaxed);
    }

    /// What was noted, in order.
    pub fn log(&self) -> Vec<(i64, Settlement)> {
        self.shared.log.lock().unwrap().clone()
    }

    /// How often somebody has asked what is due.
    pub fn asked(&self) -> u32 {
        self.shared.asked.load(Ordering::Relaxed)
    }

    pub fn now(&self) -> Timestamp {
        START.after(self.started.elapsed())
    }

    /// A worker over these events.
    pub fn outbox<T: Transport>(&self, transport: T, policy: Policy) -> Outbox<Self, T> {
        self.outbox_with(transport, policy, Metrics::default())
    }

    pub fn outbox_with<T: Transport>(
        &self,
        transport: T,
        policy: Policy,
        metrics: Metrics,
    ) -> Outbox<Self, T> {
        let clock = self.clone();
        Outbox::new(self.clone(), transport, key(), policy, metrics).with_clock(move || clock.now())
    }

    /// Runs a worker until so many settlements were noted, then ends it.
    pub async fn run<T: Transport>(&self, transport: T, policy: Policy, settlements: usize) {
        let running = self.outbox(transport, policy).spawn();
        self.noted(settlements).await;
        running.end(Duration::from_secs(3600)).await;
    }

    /// Waits until so many settlements were noted: for a month of paused time, then it fails.
    pub async fn noted(&self, settlements: usize) {
        let noted = async {
            loop {
                let changed = self.shared.changed.notified();
                if self.log().len() >= settlements {
                    return;
                }
                changed.await;
            }
        };
        let month = Duration::from_secs(30 * 24 * 3600);
        let in_time = tokio::time::timeout(month, noted).await;
        in_time.unwrap_or_else(|_| panic!("only this was noted: {:?}", self.log()));
    }
}

impl Events for Queue {
    fn due(&self, now: Timestamp, limit: u32) -> Step<'_, Vec<Event>> {
        self.shared.asked.fetch_add(1, Ordering::Relaxed);
        let rows = self.shared.rows.lock().unwrap();
        let mut due: Vec<&Row> = rows
            .iter()
            .filter(|row| {
                let earlier =
                    |other: &&Row| other.event.article == row.event.article && other.event.id < row.event.id;
                !row.settled && row.due <= now && !rows.iter().filter(earlier).any(|other| !other.settled)
            })
            .collect();
        due.sort_by_key(|row| (row.due, row.event.id));
        let due = due.into_iter().take(limit as usize).map(|row| row.event.clone()).collect();
        async move {
            // Whoever asks as well is told the same, and whoever claims first has it.
            tokio::task::yield_now().await;
            Ok(due)
        }
        .boxed()
    }

    fn claim(&self, id: EventId, now: Timestamp, until: Timestamp) -> Step<'_, bool> {
        async move {
            fail(&self.shared.unclaimed)?;
            let mut rows = self.shared.rows.lock().unwrap();
            let due = rows.iter_mut().find(|row| row.event.id == id && !row.settled && row.due <= now);
            Ok(due.map(|row| row.due = until).is_some())
        }
        .boxed()
    }

    fn settle(&self, id: EventId, settlement: Settlement) -> Step<'_, ()> {
        async move {
            fail(&self.shared.failing)?;
            let mut rows = self.shared.rows.lock().unwrap();
            let row = rows.iter_mut().find(|row| row.event.id == id).unwrap();
            row.event.attempts += 1;
            match &settlement {
                Settlement::Postponed { until, .. } => row.due = *until,
                Settlement::Delivered { .. } | Settlement::Abandoned { .. } => row.settled = true,
            }
            self.shared.log.lock().unwrap().push((id.get(), settlement));
            self.shared.changed.notify_waiters();
            Ok(())
        }
        .boxed()
    }
}

/// As often as `times` says.
fn fail(times: &AtomicU32) -> Result<(), StoreError> {
    match times.try_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)) {
        Ok(_) => Err(StoreError::unavailable("the disk is full")),
        Err(_) => Ok(()),
    }
}

pub fn key() -> secrecy::SecretString {
    "a key that only both of us can know".to_owned().into()
}

/// Backoff from a second to an hour.
pub fn policy() -> Policy {
    let backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(3600));
    Policy { backoff, ..Policy::new(Duration::from_secs(5)) }
}

pub fn answer(status: u16, headers: &[(&'static str, &'static str)], body: &'static str) -> Answer {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(*name, value.parse().unwrap());
    }
    Answer {
        status: StatusCode::from_u16(status).unwrap(),
        headers: map,
        body: Bytes::from_static(body.as_bytes()),
    }
}
