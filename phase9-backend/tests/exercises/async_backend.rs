//! # The price of a foreign book
//!
//! A bookshop asks a bank for exchange rates. The bank is mostly quick, sometimes silent, and now and then down. A customer
//! who waits has a deadline, which is one for all attempts together; and an old rate is better than none.
//!
//! Complete the four parts. Time is paused in the tests, so all of it is `tokio::time`. Whatever is no longer needed must
//! be dropped at once: futures that lost, and work that nobody waits for. No task needs to be spawned.

use std::{cell::Cell, future, pin::pin, rc::Rc, time::Duration};

use tokio::time::{self, Instant};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateError {
    /// The deadline has passed.
    Late,
    /// The bank has failed. Another attempt may go better.
    Down,
    /// There is no such currency.
    Unknown,
}

/// What `work` comes to, if it is ready by the `deadline`. After the deadline, it is not even started.
pub async fn by<T>(
    deadline: Instant,
    work: impl Future<Output = Result<T, RateError>>,
) -> Result<T, RateError> {
    // solution:begin
    // hint: `timeout_at` polls the work first, and looks at the clock only if it is not ready.
    // hint: So compare `Instant::now()` with the deadline before.
    if Instant::now() >= deadline {
        return Err(RateError::Late);
    }
    time::timeout_at(deadline, work).await.unwrap_or(Err(RateError::Late))
    // solution:end
}

/// Attempts again after each `Down`, with these waits in between, as long as there are any, and as long as the wait ends
/// before the deadline: nobody waits for an attempt that will not be made. Each attempt has to be ready by the deadline.
pub async fn persist<T>(
    deadline: Instant,
    waits: impl IntoIterator<Item = Duration>,
    mut attempt: impl AsyncFnMut() -> Result<T, RateError>,
) -> Result<T, RateError> {
    // solution:begin
    // hint: A `loop` around `by(deadline, attempt()).await`. Which of the outcomes leave it?
    // hint: For `Down`: is there a next wait, and is `Instant::now() + wait` before the deadline? If not, `Down` is the answer.
    let mut waits = waits.into_iter();
    loop {
        match by(deadline, attempt()).await {
            Err(RateError::Down) => match waits.next() {
                Some(wait) if Instant::now() + wait < deadline => time::sleep(wait).await,
                _ => return Err(RateError::Down),
            },
            outcome => return outcome,
        }
    }
    // solution:end
}

/// Asks once, and a second time if there is no answer after `patience`; or at once, if the first has failed by then. The
/// first success counts, and the other attempt is dropped. If both fail, the error of the one that failed last counts.
///
/// This is called hedging: of a thousand answers, the few that are very slow are slow for reasons that a second attempt
/// does not share.
pub async fn hedge<T>(
    patience: Duration,
    attempt: impl AsyncFn() -> Result<T, RateError>,
) -> Result<T, RateError> {
    // solution:begin
    // hint: `pin!` the first attempt, and give `timeout` a `&mut` to it: it must go on when the patience is over.
    // hint: With two of them pinned, `select!` says who is first. On an error, await the other one.
    let mut first = pin!(attempt());
    match time::timeout(patience, &mut first).await {
        Ok(Ok(rate)) => return Ok(rate),
        Ok(Err(_)) => return attempt().await,
        Err(_) => {}
    }
    let mut second = pin!(attempt());
    tokio::select! {
        outcome = &mut first => match outcome {
            Ok(rate) => Ok(rate),
            Err(_) => second.await,
        },
        outcome = &mut second => match outcome {
            Ok(rate) => Ok(rate),
            Err(_) => first.await,
        },
    }
    // solution:end
}

/// The last rate that was good, and when it came.
#[derive(Debug, Default)]
pub struct LastGood(Cell<Option<(u32, Instant)>>);

impl LastGood {
    /// What `fetch` comes to. If it fails, or is not ready by the deadline, the last good rate, if it came at most `stale`
    /// before that; else the error. That there is no such currency is an answer, and makes the old rate a wrong one: it is
    /// forgotten.
    ///
    /// Whoever drops this future changes nothing.
    pub async fn rate(
        &self,
        deadline: Instant,
        stale: Duration,
        fetch: impl Future<Output = Result<u32, RateError>>,
    ) -> Result<u32, RateError> {
        // solution:begin
        // hint: `Cell::get` copies. What may be taken out of the cell before the `.await`, if the future may be dropped there?
        // hint: After `by(…).await`, a `match`: `Ok` sets the cell, `Unknown` clears it, the others look into it.
        match by(deadline, fetch).await {
            Ok(rate) => {
                self.0.set(Some((rate, Instant::now())));
                Ok(rate)
            }
            Err(RateError::Unknown) => {
                self.0.set(None);
                Err(RateError::Unknown)
            }
            Err(error) => match self.0.get() {
                Some((rate, since)) if since.elapsed() <= stale => Ok(rate),
                _ => Err(error),
            },
        }
        // solution:end
    }
}

const SECOND: Duration = Duration::from_secs(1);

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

async fn after(wait: Duration, outcome: Result<u32, RateError>) -> Result<u32, RateError> {
    time::sleep(wait).await;
    outcome
}

#[tokio::test(start_paused = true)]
async fn work_has_until_the_deadline_and_is_not_begun_after_it() {
    let begun = Instant::now();
    assert_eq!(by(begun + 3 * SECOND, after(seconds(2), Ok(7))).await, Ok(7));
    assert_eq!(by(begun + 3 * SECOND, after(seconds(2), Ok(7))).await, Err(RateError::Late));
    assert_eq!(begun.elapsed(), seconds(3));
    let touched = Cell::new(false);
    let work = async {
        touched.set(true);
        Ok(7)
    };
    assert_eq!(by(begun + 3 * SECOND, work).await, Err(RateError::Late));
    assert!(!touched.get());
}

#[tokio::test(start_paused = true)]
async fn a_bank_that_is_down_is_asked_again_and_others_are_not() {
    let calls = Cell::new(0);
    let attempt = async |good: u32, outcome| {
        calls.set(calls.get() + 1);
        if calls.get() < good { Err(RateError::Down) } else { outcome }
    };
    let begun = Instant::now();
    let deadline = begun + seconds(100);
    let waits = [seconds(1), seconds(2)];
    assert_eq!(persist(deadline, waits, async || attempt(3, Ok(7)).await).await, Ok(7));
    assert_eq!((calls.take(), begun.elapsed()), (3, seconds(3)));
    assert_eq!(persist(deadline, waits, async || attempt(4, Ok(7)).await).await, Err(RateError::Down));
    assert_eq!(calls.take(), 3);
    for outcome in [Err(RateError::Unknown), Err(RateError::Late)] {
        assert_eq!(persist(deadline, waits, async || attempt(1, outcome).await).await, outcome);
        assert_eq!(calls.take(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_an_attempt_that_will_not_be_made() {
    let begun = Instant::now();
    let calls = Cell::new(0);
    let down = async || {
        calls.set(calls.get() + 1);
        after(SECOND, Err(RateError::Down)).await
    };
    let outcome = persist(begun + seconds(4), [seconds(1), seconds(1), seconds(1)], down).await;
    assert_eq!((outcome, calls.get(), begun.elapsed()), (Err(RateError::Down), 2, seconds(3)));
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_one_for_all_attempts() {
    let begun = Instant::now();
    let calls = Cell::new(0);
    let silent = async || {
        calls.set(calls.get() + 1);
        if calls.get() == 1 { Err::<u32, _>(RateError::Down) } else { future::pending().await }
    };
    let outcome = persist(begun + seconds(4), [SECOND; 5], silent).await;
    assert_eq!((outcome, calls.get(), begun.elapsed()), (Err(RateError::Late), 2, seconds(4)));
}

/// Asks a bank whose answers take so long; how often it was asked, what came of it, and when.
async fn hedged(answers: &[(u64, Result<u32, RateError>)]) -> (usize, Result<u32, RateError>, u64) {
    let (begun, calls, open) = (Instant::now(), Cell::new(0), Rc::new(()));
    let attempt = async || {
        let _open = Rc::clone(&open);
        let (wait, outcome) = answers[calls.replace(calls.get() + 1)];
        after(seconds(wait), outcome).await
    };
    let outcome = hedge(seconds(2), attempt).await;
    assert_eq!(Rc::strong_count(&open), 1, "what was not needed any more is dropped");
    (calls.get(), outcome, begun.elapsed().as_secs())
}

#[tokio::test(start_paused = true)]
async fn a_quick_bank_is_asked_once() {
    assert_eq!(hedged(&[(1, Ok(7))]).await, (1, Ok(7), 1));
}

#[tokio::test(start_paused = true)]
async fn a_slow_bank_is_asked_twice_and_the_first_answer_counts() {
    assert_eq!(hedged(&[(9, Ok(7)), (1, Ok(8))]).await, (2, Ok(8), 3));
    assert_eq!(hedged(&[(3, Ok(7)), (9, Ok(8))]).await, (2, Ok(7), 3), "the first one goes on");
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_fails_leaves_it_to_the_other() {
    let (down, unknown) = (Err(RateError::Down), Err(RateError::Unknown));
    assert_eq!(hedged(&[(1, down), (5, Ok(8))]).await, (2, Ok(8), 6), "at once");
    assert_eq!(hedged(&[(3, down), (5, Ok(8))]).await, (2, Ok(8), 7));
    assert_eq!(hedged(&[(9, Ok(7)), (1, down)]).await, (2, Ok(7), 9));
    assert_eq!(hedged(&[(9, unknown), (1, down)]).await, (2, unknown, 9));
    assert_eq!(hedged(&[(3, unknown), (5, down)]).await, (2, down, 7));
}

#[tokio::test(start_paused = true)]
async fn an_old_rate_is_better_than_none_for_a_while() {
    let (last, deadline) = (LastGood::default(), || Instant::now() + seconds(5));
    let minute = seconds(60);
    let down = || future::ready(Err(RateError::Down));
    assert_eq!(last.rate(deadline(), minute, down()).await, Err(RateError::Down));
    assert_eq!(last.rate(deadline(), minute, future::ready(Ok(7))).await, Ok(7));
    time::advance(seconds(55)).await;
    assert_eq!(last.rate(deadline(), minute, future::pending()).await, Ok(7), "exactly a minute old");
    time::advance(Duration::from_millis(1)).await;
    assert_eq!(last.rate(deadline(), minute, down()).await, Err(RateError::Down));
    assert_eq!(last.rate(deadline(), minute, future::pending()).await, Err(RateError::Late));
    assert_eq!(last.rate(deadline(), minute, future::ready(Ok(8))).await, Ok(8));
    assert_eq!(last.rate(deadline(), minute, down()).await, Ok(8));
}

#[tokio::test(start_paused = true)]
async fn a_rate_grows_old_from_when_it_came_to_when_it_is_needed() {
    let (last, deadline) = (LastGood::default(), || Instant::now() + seconds(5));
    assert_eq!(last.rate(deadline(), SECOND, after(seconds(4), Ok(7))).await, Ok(7));
    time::advance(seconds(2)).await;
    assert_eq!(last.rate(deadline(), seconds(2), future::ready(Err(RateError::Down))).await, Ok(7));
    // It is young enough when this one asks, and no longer when nothing has come.
    assert_eq!(last.rate(deadline(), seconds(6), future::pending()).await, Err(RateError::Late));
    // Too old for one is not too old for another.
    assert_eq!(last.rate(deadline(), seconds(60), future::ready(Err(RateError::Down))).await, Ok(7));
}

#[tokio::test(start_paused = true)]
async fn a_currency_that_is_gone_has_no_old_rate() {
    let (last, deadline) = (LastGood::default(), Instant::now() + seconds(5));
    assert_eq!(last.rate(deadline, SECOND, future::ready(Ok(7))).await, Ok(7));
    let unknown = future::ready(Err(RateError::Unknown));
    assert_eq!(last.rate(deadline, SECOND, unknown).await, Err(RateError::Unknown));
    let down = future::ready(Err(RateError::Down));
    assert_eq!(last.rate(deadline, SECOND, down).await, Err(RateError::Down));
}

#[tokio::test(start_paused = true)]
async fn a_customer_who_leaves_takes_nothing_along() {
    let (last, deadline) = (LastGood::default(), Instant::now() + seconds(500));
    assert_eq!(last.rate(deadline, SECOND * 100, future::ready(Ok(7))).await, Ok(7));
    let left = time::timeout(SECOND, last.rate(deadline, SECOND * 100, future::pending())).await;
    assert!(left.is_err());
    let down = future::ready(Err(RateError::Down));
    assert_eq!(last.rate(deadline, SECOND * 100, down).await, Ok(7));
}
