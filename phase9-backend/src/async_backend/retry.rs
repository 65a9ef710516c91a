//! Trying again: when, how often, and at whose expense.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use backon::{BackoffBuilder as _, ExponentialBuilder};

/// What an error says about trying again.
pub trait Retryable {
    /// Whether the same thing, done again, may go better.
    fn is_retryable(&self) -> bool;

    /// How long the other side wants to be left alone, if it has said so.
    fn retry_after(&self) -> Option<Duration> {
        None
    }
}

/// Waits that become longer, each chosen at random.
///
/// The ceilings double; the wait is anything between nothing and the ceiling, which is called *full jitter*. Clients
/// that failed together, because the server was down, would otherwise come back together, again and again. The jitter
/// of `backon` itself is added on top of the delay, so that nobody comes in its first half: here it gives the ceilings.
#[derive(Clone, Copy, Debug)]
pub struct Backoff(ExponentialBuilder);

impl Backoff {
    /// Ceilings from `first`, doubled for each attempt, up to `longest`.
    pub const fn new(first: Duration, longest: Duration) -> Self {
        let builder = ExponentialBuilder::new().with_factor(2.0).without_max_times();
        Self(builder.with_min_delay(first).with_max_delay(longest))
    }

    /// The ceilings, one after the other, without end.
    pub fn ceilings(self) -> impl Iterator<Item = Duration> {
        self.0.build()
    }

    /// Waits below the ceilings, without end: `take` bounds the retries.
    pub fn waits(self) -> impl Iterator<Item = Duration> {
        self.ceilings().map(|ceiling| ceiling.mul_f64(rand::random()))
    }

    /// The wait after so many attempts that failed, for those who keep their count elsewhere.
    pub fn wait_after(self, attempts: u32) -> Duration {
        self.waits().nth(attempts.saturating_sub(1) as usize).unwrap_or_default()
    }
}

/// How many retries there may be: at most a share of the first attempts, and a reserve for quiet times.
///
/// A bound for each call is not enough. Where three layers try three times each, the lowest is asked 27 times, and it is
/// asked most when it can bear least. A budget bounds the sum: as long as most calls go well, each one that fails is
/// tried again; when all fail, there is hardly more load than without retries.
#[derive(Debug)]
pub struct Budget {
    share: f64,
    reserve: f64,
    tokens: Mutex<f64>,
}

impl Budget {
    /// A retry for each `1 / share` first attempts, and `reserve` of them to begin with. No more than `reserve` are ever
    /// saved up.
    pub const fn new(share: f64, reserve: u32) -> Self {
        let reserve = reserve as f64;
        Self { share, reserve, tokens: Mutex::new(reserve) }
    }

    /// Notes a first attempt, which earns its share of a retry.
    pub fn deposit(&self) {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        *tokens = (*tokens + self.share).min(self.reserve);
    }

    /// Takes a retry out, if there is one.
    #[must_use]
    pub fn withdraw(&self) -> bool {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let granted = *tokens >= 1.0;
        if granted {
            *tokens -= 1.0;
        }
        granted
    }
}

/// Attempts something until it succeeds, its error is final, there are no more `waits`, or the budget is spent.
///
/// `attempt` is called for each attempt anew, because a future runs only once. A longer wait that the other side has
/// asked for is kept.
///
/// It is an `FnMut` that returns a future, and not an `AsyncFnMut`: the future of an async closure may borrow from the
/// closure, so its type has a lifetime in it, and in generic code the compiler cannot be told that it is [`Send`] for each
/// of them. What calls `retry` in a task needs that.
///
/// # Errors
/// The last error: it says more than that there were several.
pub async fn retry<T, E: Retryable, A: Future<Output = Result<T, E>>>(
    waits: impl IntoIterator<Item = Duration>,
    budget: &Budget,
    mut attempt: impl FnMut() -> A,
) -> Result<T, E> {
    budget.deposit();
    let mut waits = waits.into_iter();
    loop {
        let error = match attempt().await {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        if !error.is_retryable() {
            return Err(error);
        }
        // In this order: who has no attempt left takes nothing out of the budget.
        let Some(wait) = waits.next().filter(|_| budget.withdraw()) else { return Err(error) };
        tokio::time::sleep(wait.max(error.retry_after().unwrap_or_default())).await;
    }
}
