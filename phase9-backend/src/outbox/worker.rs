//! Delivers what is due.

use std::{collections::HashSet, fmt, time::Duration};

use futures::{StreamExt as _, stream::FuturesUnordered};
use secrecy::SecretString;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::{Notice, Transport, UpstreamError};
use crate::{
    async_backend::{Backoff, Breaker, Budget, Permit, Retryable as _, retry, within},
    domain::{ArticleId, EventId, Timestamp},
    http::Chain,
    store::{Event, Settlement, SharedStore, Step},
    telemetry::Metrics,
};

/// The part of storage that a worker needs.
pub trait Events: Send + Sync + 'static {
    /// See [`Store::due_events`](crate::store::Store::due_events).
    fn due(&self, now: Timestamp, limit: u32) -> Step<'_, Vec<Event>>;

    /// See [`Store::claim`](crate::store::Store::claim).
    fn claim(&self, event: EventId, now: Timestamp, until: Timestamp) -> Step<'_, bool>;

    /// See [`Store::settle`](crate::store::Store::settle).
    fn settle(&self, event: EventId, settlement: Settlement) -> Step<'_, ()>;
}

impl Events for SharedStore {
    fn due(&self, now: Timestamp, limit: u32) -> Step<'_, Vec<Event>> {
        (**self).due_events(now, limit)
    }

    fn claim(&self, event: EventId, now: Timestamp, until: Timestamp) -> Step<'_, bool> {
        (**self).claim(event, now, until)
    }

    fn settle(&self, event: EventId, settlement: Settlement) -> Step<'_, ()> {
        (**self).settle(event, settlement)
    }
}

/// How eager a worker is.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// So many articles at a time.
    pub at_once: u32,
    /// How long a receiver may take for one event.
    pub timeout: Duration,
    /// How often storage is asked when there is nothing to do.
    pub poll: Duration,
    /// How long an event waits for its next attempt.
    pub backoff: Backoff,
    /// And how long at most: where no retry is in the budget, and whatever the receiver asks for.
    pub longest_wait: Duration,
    /// After so many attempts an event is given up, so that it does not hold up its article for ever.
    pub attempts: u32,
}

impl Policy {
    /// With this time for each event. It gives up after most of a day.
    pub const fn new(timeout: Duration) -> Self {
        let longest_wait = Duration::from_secs(3600);
        Self {
            at_once: 8,
            timeout,
            poll: Duration::from_secs(1),
            backoff: Backoff::new(Duration::from_secs(1), longest_wait),
            longest_wait,
            attempts: 50,
        }
    }
}

/// A retry for every fifth first attempt.
const RETRY_SHARE: f64 = 0.2;
/// So many retries are saved up.
const RETRY_RESERVE: u32 = 100;
/// After so many failures in a row the receiver is left alone,
const FAILURES: u32 = 5;
/// for so long.
const REST: Duration = Duration::from_secs(10);

/// A claim holds for the time of a post, and for so much longer: to note what has become of it, and because the clocks of
/// processes differ.
const CLAIM: Duration = Duration::from_secs(30);

/// Delivers the events of `E` by `T`.
pub struct Outbox<E, T> {
    events: E,
    transport: T,
    key: SecretString,
    policy: Policy,
    metrics: Metrics,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    breaker: Breaker,
    budget: Budget,
    /// For another server, so another one.
    storage_budget: Budget,
}

impl<E: Events, T: Transport> Outbox<E, T> {
    /// A worker that signs with `key`.
    pub fn new(events: E, transport: T, key: SecretString, policy: Policy, metrics: Metrics) -> Self {
        Self {
            events,
            transport,
            key,
            policy,
            metrics,
            clock: Box::new(Timestamp::now),
            breaker: Breaker::new(FAILURES, REST),
            budget: Budget::new(RETRY_SHARE, RETRY_RESERVE),
            storage_budget: Budget::new(RETRY_SHARE, RETRY_RESERVE),
        }
    }

    /// With another clock than the machine's.
    #[must_use]
    pub fn with_clock(self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self { clock: Box::new(clock), ..self }
    }

    /// Delivers what is due, until `stop`. What was begun by then is brought to its end, which takes little more than
    /// [`Policy::timeout`].
    ///
    /// Dropped instead, it leaves events that may have arrived and are not settled: they are delivered again, when its
    /// claims to them have run out, half a minute after the timeout.
    pub async fn run(&self, stop: CancellationToken) {
        let mut under_way = FuturesUnordered::new();
        let mut busy = HashSet::new();
        let mut not_before = Instant::now();
        while !stop.is_cancelled() {
            let mut wait = not_before.saturating_duration_since(Instant::now());
            if wait.is_zero() {
                wait = self.policy.poll;
                for event in self.due(&busy).await {
                    match self.breaker.permit() {
                        Ok(permit) => {
                            busy.insert(event.article);
                            under_way.push(self.deliver(event, permit));
                        }
                        Err(open) => {
                            wait = open.rest.unwrap_or(self.policy.poll);
                            not_before = Instant::now() + wait;
                            break;
                        }
                    }
                }
            }
            tokio::select! {
                biased;
                () = stop.cancelled() => {}
                Some((article, noted)) = under_way.next() => {
                    busy.remove(&article);
                    if !noted {
                        // Storage is not well. To ask at once would be to ask again and again.
                        not_before = Instant::now() + self.policy.poll;
                    }
                }
                () = tokio::time::sleep(wait) => {}
            }
        }
        while under_way.next().await.is_some() {}
    }

    /// What is due, but for the articles that are `busy`, and no more than there is room for.
    ///
    /// Those that were begun just now may still be due, and are handed out again; so are only they if the list is full of
    /// them.
    async fn due(&self, busy: &HashSet<ArticleId>) -> Vec<Event> {
        let at_once = self.policy.at_once as usize;
        let room = at_once.saturating_sub(busy.len());
        if room == 0 {
            return Vec::new();
        }
        match self.events.due((self.clock)(), self.policy.at_once).await {
            Ok(due) => due.into_iter().filter(|event| !busy.contains(&event.article)).take(room).collect(),
            Err(error) => {
                tracing::warn!(error = %Chain(&error), "nobody knows what is due");
                Vec::new()
            }
        }
    }

    /// Tries to deliver `event` once, unless another process does, and notes what has become of that; whether it could be
    /// noted is returned.
    async fn deliver(&self, event: Event, permit: Permit<'_>) -> (ArticleId, bool) {
        let span = tracing::info_span!("delivery", event = %event.id, attempt = event.attempts + 1);
        async {
            let now = (self.clock)();
            match self.events.claim(event.id, now, now.after(self.policy.timeout + CLAIM)).await {
                Ok(true) => {}
                Ok(false) => return (event.article, true),
                Err(error) => {
                    tracing::warn!(error = %Chain(&error), "an event could not be claimed");
                    return (event.article, false);
                }
            }
            if event.attempts == 0 {
                self.budget.deposit();
            }
            let notice = Notice::sign(&event, &self.key, (self.clock)());
            let post = async { self.transport.post(notice).await?.verdict((self.clock)()) };
            let sent = within(self.policy.timeout, post).await;
            match &sent {
                // A receiver that refuses is well.
                Ok(()) | Err(UpstreamError::Refused { .. }) => permit.succeeded(),
                Err(error) => {
                    permit.failed();
                    if let Some(rest) = error.retry_after() {
                        // It is the receiver that asks, so it is not about this event alone.
                        self.breaker.rest_for(rest.min(self.policy.longest_wait));
                    }
                }
            }
            let settlement = self.settlement(&event, sent);
            (event.article, self.settle(event.id, settlement).await)
        }
        .instrument(span)
        .await
    }

    fn settlement(&self, event: &Event, sent: Result<(), UpstreamError>) -> Settlement {
        let at = (self.clock)();
        let error = match sent {
            Ok(()) => {
                self.metrics.delivery("delivered");
                tracing::debug!("delivered");
                return Settlement::Delivered { at };
            }
            Err(error) => error,
        };
        let (code, reason) = (error.code(), Chain(&error).to_string());
        let attempts = event.attempts.saturating_add(1);
        if !error.is_retryable() || attempts >= self.policy.attempts {
            self.metrics.delivery("abandoned");
            tracing::error!(code, error = %reason, "an event is given up");
            return Settlement::Abandoned { at, reason };
        }
        self.metrics.delivery("postponed");
        let wait = if self.budget.withdraw() {
            let asked = error.retry_after().unwrap_or_default();
            self.policy.backoff.wait_after(attempts).max(asked).min(self.policy.longest_wait)
        } else {
            self.policy.longest_wait
        };
        tracing::warn!(code, error = %reason, ?wait, "an event is postponed");
        Settlement::Postponed { until: at.after(wait), reason }
    }

    /// Notes what has become of an event. Storage may be busy for a moment, and whatever is not noted is done again.
    async fn settle(&self, event: EventId, settlement: Settlement) -> bool {
        let waits = Backoff::new(Duration::from_millis(100), Duration::from_secs(1)).waits().take(4);
        let settled = retry(waits, &self.storage_budget, || self.events.settle(event, settlement.clone()));
        match settled.await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(error = %Chain(&error), "a delivery could not be noted, and will be repeated");
                false
            }
        }
    }
}

impl<E, T> fmt::Debug for Outbox<E, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { policy, breaker, budget, .. } = self;
        let mut debug = f.debug_struct("Outbox");
        debug
            .field("policy", policy)
            .field("breaker", breaker)
            .field("budget", budget)
            .finish_non_exhaustive()
    }
}
