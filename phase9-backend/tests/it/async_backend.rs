use std::{
    cell::Cell,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};

use backon::{BackoffBuilder as _, ExponentialBuilder};
use futures::future::{BoxFuture, FutureExt as _};
use phase9_backend::async_backend::{
    Backoff, Breaker, Budget, Bulkhead, Departures, Flights, Full, Open, Retryable, TimedOut, retry, within,
    work,
};
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};
use tokio_util::sync::CancellationToken;

const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug, PartialEq)]
enum Failure {
    Late(TimedOut),
    Final,
    Again,
    After(Duration),
}

impl From<TimedOut> for Failure {
    fn from(late: TimedOut) -> Self {
        Self::Late(late)
    }
}

impl Retryable for Failure {
    fn is_retryable(&self) -> bool {
        *self != Self::Final
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::After(wait) => Some(*wait),
            Self::Late(_) | Self::Final | Self::Again => None,
        }
    }
}

/// Polls once, and tells nobody who is to be woken.
fn poll<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    future.poll_unpin(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test(start_paused = true)]
async fn a_time_limit_is_an_error_among_the_others() {
    let begun = Instant::now();
    let late: Result<(), Failure> = within(SECOND, std::future::pending()).await;
    assert_eq!((late, begun.elapsed()), (Err(Failure::Late(TimedOut(SECOND))), SECOND));
    assert_eq!(within(SECOND, async { Ok::<_, Failure>(7) }).await, Ok(7));
    assert_eq!(within(SECOND, async { Err::<(), _>(Failure::Final) }).await, Err(Failure::Final));
}

#[tokio::test(start_paused = true)]
async fn work_that_is_late_is_dropped() {
    let witness = Arc::new(());
    let held = witness.clone();
    let work = async move {
        let _held = held;
        std::future::pending().await
    };
    let late: Result<(), Failure> = within(SECOND, work).await;
    assert!(late.is_err());
    assert_eq!(Arc::strong_count(&witness), 1);
}

#[test]
fn ceilings_double_up_to_the_longest() {
    let ceilings = Backoff::new(SECOND, 20 * SECOND).ceilings();
    assert_eq!(ceilings.take(7).map(|it| it.as_secs()).collect::<Vec<_>>(), [1, 2, 4, 8, 16, 20, 20]);
}

#[test]
fn waits_are_spread_from_nothing_to_the_ceiling() {
    let backoff = Backoff::new(8 * SECOND, 8 * SECOND);
    let mut eighths = [0; 8];
    for wait in backoff.waits().take(4000) {
        eighths[wait.as_secs() as usize] += 1;
    }
    // Each is expected 500 times; 300 is nine standard deviations away.
    assert!(eighths.iter().all(|count| (300..700).contains(count)), "{eighths:?}");
}

#[test]
fn the_wait_after_an_attempt_is_below_its_ceiling() {
    let backoff = Backoff::new(SECOND, 3600 * SECOND);
    for (attempts, ceiling) in (1..).zip(backoff.ceilings().take(20)) {
        let longest = (0..200).map(|_| backoff.wait_after(attempts)).max().unwrap();
        assert!(longest <= ceiling && longest > ceiling / 2, "{longest:?} of {ceiling:?}");
    }
}

#[test]
fn the_jitter_of_backon_leaves_the_first_half_empty() {
    let mut waits = ExponentialBuilder::new()
        .with_jitter()
        .with_min_delay(SECOND)
        .with_factor(1.0)
        .without_max_times()
        .build();
    assert!((0..1000).filter_map(|_| waits.next()).all(|wait| (SECOND..=2 * SECOND).contains(&wait)));
}

#[test]
fn there_are_never_more_retries_than_the_share_and_the_reserve() {
    let mut random = 1_u64;
    for reserve in [1, 2, 7] {
        let budget = Budget::new(0.25, reserve);
        // In quarters, so that it is exact.
        let (mut tokens, mut firsts, mut retries) = (4 * reserve, 0, 0);
        for _ in 0..2000 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            if (random >> 33).is_multiple_of(3) {
                budget.deposit();
                firsts += 1;
                tokens = (tokens + 1).min(4 * reserve);
            } else {
                let granted = budget.withdraw();
                assert_eq!(granted, tokens >= 4);
                tokens -= if granted { 4 } else { 0 };
                retries += u32::from(granted);
            }
            assert!(4 * retries <= 4 * reserve + firsts);
        }
        assert!(retries > reserve, "the share counts, too");
    }
}

/// How often it was attempted, the outcome, and how long that took.
async fn attempts(
    failures: &[Failure],
    waits: &[Duration],
    budget: &Budget,
) -> (usize, Result<&'static str, Failure>, Duration) {
    let (begun, calls) = (Instant::now(), Cell::new(0));
    let attempt = || {
        let call = calls.replace(calls.get() + 1);
        let failure = failures.get(call).map(|failure| match failure {
            Failure::Late(late) => Failure::Late(*late),
            Failure::Final => Failure::Final,
            Failure::Again => Failure::Again,
            Failure::After(wait) => Failure::After(*wait),
        });
        std::future::ready(failure.map_or(Ok("done"), Err))
    };
    let outcome = retry(waits.iter().copied(), budget, attempt).await;
    (calls.get(), outcome, begun.elapsed())
}

#[tokio::test(start_paused = true)]
async fn attempts_end_with_success_a_final_error_or_the_last_wait() {
    let budget = || Budget::new(0.0, 10);
    let waits = [SECOND, 2 * SECOND];
    assert_eq!(attempts(&[], &waits, &budget()).await, (1, Ok("done"), Duration::ZERO));
    assert_eq!(attempts(&[Failure::Again], &waits, &budget()).await, (2, Ok("done"), SECOND));
    let twice = [Failure::Again, Failure::Again];
    assert_eq!(attempts(&twice, &waits, &budget()).await, (3, Ok("done"), 3 * SECOND));
    let thrice = [Failure::Again, Failure::Again, Failure::After(SECOND)];
    assert_eq!(attempts(&thrice, &waits, &budget()).await, (3, Err(Failure::After(SECOND)), 3 * SECOND));
    assert_eq!(
        attempts(&[Failure::Final], &waits, &budget()).await,
        (1, Err(Failure::Final), Duration::ZERO)
    );
}

#[tokio::test(start_paused = true)]
async fn the_longer_of_two_waits_is_kept() {
    let budget = Budget::new(0.0, 10);
    for (asked, waited) in [(5, 5), (1, 2), (0, 2)] {
        let failure = [Failure::After(asked * SECOND)];
        assert_eq!(attempts(&failure, &[2 * SECOND], &budget).await, (2, Ok("done"), waited * SECOND));
    }
}

#[tokio::test(start_paused = true)]
async fn a_spent_budget_ends_the_attempts() {
    let budget = Budget::new(0.5, 2);
    let always = [const { Failure::Again }; 9];
    assert_eq!(attempts(&always, &[SECOND; 5], &budget).await.0, 3, "the reserve");
    assert_eq!(attempts(&always, &[SECOND; 5], &budget).await.0, 1, "half a token");
    assert_eq!(attempts(&always, &[SECOND; 5], &budget).await.0, 2, "a whole one");
}

#[tokio::test(start_paused = true)]
async fn who_has_no_attempt_left_or_a_final_error_takes_nothing_out_of_the_budget() {
    let budget = Budget::new(0.0, 1);
    assert_eq!(attempts(&[Failure::Again], &[], &budget).await.0, 1);
    assert_eq!(attempts(&[Failure::Final], &[SECOND], &budget).await.0, 1);
    assert!(budget.withdraw());
}

fn rest(breaker: &Breaker) -> Option<Open> {
    // The permit is dropped without a word, and so changes nothing.
    breaker.permit().err()
}

#[tokio::test(start_paused = true)]
async fn failures_in_a_row_open_the_circuit_and_a_success_begins_a_new_row() {
    let breaker = Breaker::new(2, 10 * SECOND);
    breaker.permit().unwrap().failed();
    breaker.permit().unwrap().succeeded();
    breaker.permit().unwrap().failed();
    assert_eq!(rest(&breaker), None);
    breaker.permit().unwrap().failed();
    assert_eq!(rest(&breaker), Some(Open { rest: Some(10 * SECOND) }));
    tokio::time::advance(4 * SECOND).await;
    assert_eq!(rest(&breaker), Some(Open { rest: Some(6 * SECOND) }));
}

fn opened() -> Breaker {
    let breaker = Breaker::new(1, 10 * SECOND);
    breaker.permit().unwrap().failed();
    breaker
}

#[tokio::test(start_paused = true)]
async fn one_probes_and_decides_for_all() {
    let breaker = opened();
    tokio::time::advance(10 * SECOND).await;
    let probe = breaker.permit().unwrap();
    assert_eq!(breaker.permit().err(), Some(Open { rest: None }), "one at a time");
    probe.failed();
    assert_eq!(rest(&breaker), Some(Open { rest: Some(10 * SECOND) }));
    tokio::time::advance(10 * SECOND).await;
    breaker.permit().unwrap().succeeded();
    let (one, other) = (breaker.permit(), breaker.permit());
    assert!(one.is_ok() && other.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_is_cancelled_leaves_the_next_one_to_another() {
    let breaker = opened();
    tokio::time::advance(10 * SECOND).await;
    {
        let mut call = pin!(async {
            let permit = breaker.permit().unwrap();
            std::future::pending::<()>().await;
            permit.succeeded();
        });
        assert!(poll(&mut call).is_pending());
        assert!(breaker.permit().is_err());
    }
    assert!(breaker.permit().is_ok());
}

#[tokio::test(start_paused = true)]
async fn news_from_before_the_circuit_opened_does_not_close_it() {
    let breaker = Breaker::new(1, 10 * SECOND);
    let (slow, slower, slowest) =
        (breaker.permit().unwrap(), breaker.permit().unwrap(), breaker.permit().unwrap());
    breaker.permit().unwrap().failed();
    slow.succeeded();
    assert!(breaker.permit().is_err());
    tokio::time::advance(10 * SECOND).await;
    let probe = breaker.permit().unwrap();
    slower.succeeded();
    slowest.failed();
    assert_eq!(breaker.permit().err(), Some(Open { rest: None }), "the probe decides");
    probe.succeeded();
    assert!(breaker.permit().is_ok());
}

#[tokio::test(start_paused = true)]
async fn only_the_last_probe_decides() {
    let breaker = opened();
    let next_probe = async || {
        breaker.rest_for(10 * SECOND);
        tokio::time::advance(10 * SECOND).await;
        breaker.permit().unwrap()
    };
    // Each was sent, and then somebody was told to come later.
    let (given_up, failed, succeeded) = (next_probe().await, next_probe().await, next_probe().await);
    let last = next_probe().await;
    drop(given_up);
    failed.failed();
    succeeded.succeeded();
    assert_eq!(breaker.permit().err(), Some(Open { rest: None }), "it is still under way");
    last.succeeded();
    assert!(breaker.permit().is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_rest_that_was_asked_for_is_kept_and_only_ever_made_longer() {
    let breaker = Breaker::new(1, 10 * SECOND);
    breaker.rest_for(30 * SECOND);
    assert_eq!(rest(&breaker), Some(Open { rest: Some(30 * SECOND) }));
    breaker.rest_for(5 * SECOND);
    assert_eq!(rest(&breaker), Some(Open { rest: Some(30 * SECOND) }));
    breaker.rest_for(60 * SECOND);
    assert_eq!(rest(&breaker), Some(Open { rest: Some(60 * SECOND) }));
}

#[test]
fn a_bulkhead_admits_so_many_lets_so_many_wait_and_turns_away_the_others_at_once() {
    let bulkhead = Bulkhead::new(2, 1);
    let mut enters: Vec<BoxFuture<'_, _>> = (0..4).map(|_| bulkhead.enter().boxed()).collect();
    let polled: Vec<_> = enters.iter_mut().map(poll).collect();
    let [Poll::Ready(Ok(_)), Poll::Ready(Ok(_)), Poll::Pending, Poll::Ready(Err(Full))] = &polled[..] else {
        panic!("{polled:?}")
    };
    assert_eq!(bulkhead.free(), 0);
    drop(polled);
    assert!(poll(&mut enters[2]).is_ready(), "a place has become free for the one who waits");
}

#[test]
fn whoever_waits_no_longer_has_waited_for_nothing() {
    let bulkhead = Bulkhead::new(1, 1);
    let place = bulkhead.enter().now_or_never().unwrap().unwrap();
    {
        let mut waiting = pin!(bulkhead.enter());
        assert!(poll(&mut waiting).is_pending());
        assert!(matches!(bulkhead.enter().now_or_never(), Some(Err(Full))));
    }
    let mut next = pin!(bulkhead.enter());
    assert!(poll(&mut next).is_pending(), "it may wait");
    drop(place);
    assert!(matches!(poll(&mut next), Poll::Ready(Ok(_))));
}

/// A call that ends when it is told to, and how many there were.
#[derive(Default)]
struct Calls(Arc<AtomicU32>);

impl Calls {
    fn start(&self) -> (oneshot::Sender<u32>, impl FnOnce() -> BoxFuture<'static, u32>) {
        let ((end, ended), calls) = (oneshot::channel(), self.0.clone());
        let start = move || {
            calls.fetch_add(1, Ordering::Relaxed);
            async move { ended.await.unwrap() }.boxed()
        };
        (end, start)
    }

    fn count(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

#[test]
fn equal_calls_at_a_time_are_one_call() {
    let (flights, calls) = (Flights::default(), Calls::default());
    let (end, start) = calls.start();
    let (_, never) = calls.start();
    let (_other_end, other) = calls.start();
    let (mut first, mut second) = (pin!(flights.join("rates", start)), pin!(flights.join("rates", never)));
    let mut another = pin!(flights.join("covers", other));
    assert!(
        poll(&mut first).is_pending() && poll(&mut second).is_pending() && poll(&mut another).is_pending()
    );
    assert_eq!(calls.count(), 2, "one for each key");
    end.send(42).unwrap();
    assert_eq!((poll(&mut first), poll(&mut second)), (Poll::Ready(42), Poll::Ready(42)));
    assert!(poll(&mut another).is_pending());
}

#[test]
fn a_call_goes_on_when_the_one_who_started_it_has_gone() {
    let (flights, calls) = (Flights::default(), Calls::default());
    let ((end, start), (_, never)) = (calls.start(), calls.start());
    let mut first = flights.join("rates", start).boxed();
    assert!(poll(&mut first).is_pending());
    let mut second = pin!(flights.join("rates", never));
    assert!(poll(&mut second).is_pending());
    drop(first);
    end.send(42).unwrap();
    assert_eq!((poll(&mut second), calls.count()), (Poll::Ready(42), 1));
}

#[test]
fn a_call_that_nobody_waits_for_is_dropped() {
    let (flights, calls) = (Flights::default(), Calls::default());
    let ((end, start), (next_end, next)) = (calls.start(), calls.start());
    let mut first = flights.join("rates", start).boxed();
    assert!(poll(&mut first).is_pending());
    drop(first);
    assert!(end.is_closed());
    let mut second = pin!(flights.join("rates", next));
    assert!(poll(&mut second).is_pending());
    next_end.send(7).unwrap();
    assert_eq!((poll(&mut second), calls.count()), (Poll::Ready(7), 2));
}

#[test]
fn a_call_that_has_ended_is_not_joined_any_more() {
    let (flights, calls) = (Flights::default(), Calls::default());
    let ((end, start), (_, never), (_next_end, next)) = (calls.start(), calls.start(), calls.start());
    let (mut first, mut slow) = (pin!(flights.join("rates", start)), pin!(flights.join("rates", never)));
    assert!(poll(&mut first).is_pending() && poll(&mut slow).is_pending());
    end.send(42).unwrap();
    assert_eq!(poll(&mut first), Poll::Ready(42));
    // `slow` has not looked yet, and so still holds the old call.
    let mut second = pin!(flights.join("rates", next));
    assert!(poll(&mut second).is_pending(), "it is no cache");
    assert_eq!((poll(&mut slow), calls.count()), (Poll::Ready(42), 2));
}

#[test]
fn calls_that_are_over_are_forgotten() {
    let flights = Flights::default();
    for key in 0..50 {
        let mut dropped = flights.join(key, std::future::pending::<u32>).boxed();
        assert!(poll(&mut dropped).is_pending());
    }
    let mut kept = pin!(flights.join(50, std::future::pending::<u32>));
    assert!(poll(&mut kept).is_pending());
    assert_eq!(format!("{flights:?}"), "Flights { open: 1, .. }");
}

#[tokio::test]
async fn a_worker_that_is_stopped_ends_its_job_and_those_that_were_accepted() {
    let ((jobs, accepted), stop) = (mpsc::channel(8), CancellationToken::new());
    for job in 1..=3 {
        jobs.try_send(job).unwrap();
    }
    let (go, mut going) = mpsc::channel::<()>(1);
    let done = std::cell::RefCell::new(Vec::new());
    let mut worker = pin!(work(accepted, stop.clone(), async |job| {
        going.recv().await;
        done.borrow_mut().push(job);
    }));
    assert!(poll(&mut worker).is_pending());
    stop.cancel();
    assert!(poll(&mut worker).is_pending(), "the first is being handled");
    go.try_send(()).unwrap();
    assert!(poll(&mut worker).is_pending());
    assert!(jobs.try_send(4).is_err(), "senders are told");
    drop(go);
    assert_eq!(worker.await, 3);
    assert_eq!(*done.borrow(), [1, 2, 3]);
}

#[tokio::test]
async fn a_worker_ends_when_nobody_sends_any_more() {
    let (jobs, accepted) = mpsc::channel(8);
    jobs.try_send(1).unwrap();
    drop(jobs);
    assert_eq!(work(accepted, CancellationToken::new(), async |_| {}).await, 1);
}

#[tokio::test]
async fn a_worker_that_waits_is_stopped_at_once() {
    let ((jobs, accepted), stop) = (mpsc::channel::<()>(8), CancellationToken::new());
    let mut worker = pin!(work(accepted, stop.clone(), async |()| {}));
    assert!(poll(&mut worker).is_pending());
    stop.cancel();
    assert_eq!(worker.await, 0);
    assert!(jobs.is_closed());
}

/// A call to be started, and when it is to end with what. Who asks for its beginning later finds out whether it has begun.
fn departure() -> (oneshot::Sender<u32>, Arc<AtomicBool>, impl FnOnce() -> BoxFuture<'static, u32> + Send) {
    let (end, ended) = oneshot::channel();
    let begun = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&begun);
    let start = move || {
        flag.store(true, Ordering::Relaxed);
        async move { ended.await.unwrap() }.boxed()
    };
    (end, begun, start)
}

#[test]
fn a_call_that_is_under_way_is_not_boarded() {
    let departures = Departures::default();
    let ((first_end, _, first), (second_end, second_begun, second)) = (departure(), departure());
    let (_, never_begun, never) = departure();
    let mut early = pin!(departures.join("page", first));
    assert!(poll(&mut early).is_pending());
    // Two that come while it is under way share the next call, which waits for it.
    let (mut late, mut later) = (pin!(departures.join("page", second)), pin!(departures.join("page", never)));
    assert!(poll(&mut late).is_pending() && poll(&mut later).is_pending());
    assert!(!second_begun.load(Ordering::Relaxed));
    first_end.send(1).unwrap();
    assert_eq!(poll(&mut early), Poll::Ready(1));
    assert!(poll(&mut later).is_pending());
    assert!(second_begun.load(Ordering::Relaxed), "whoever waits sends it off");
    second_end.send(2).unwrap();
    assert_eq!((poll(&mut late), poll(&mut later)), (Poll::Ready(2), Poll::Ready(2)));
    assert!(!never_begun.load(Ordering::Relaxed));
}

#[test]
fn a_departure_waits_for_none_of_another_key() {
    let departures = Departures::default();
    let ((_first_end, _, first), (second_end, _, second)) = (departure(), departure());
    let (mut page, mut other) = (pin!(departures.join("page", first)), pin!(departures.join("feed", second)));
    assert!(poll(&mut page).is_pending());
    second_end.send(2).unwrap();
    assert_eq!(poll(&mut other), Poll::Ready(2));
}

#[test]
fn whoever_waits_for_the_next_departure_carries_the_one_under_way_to_its_end() {
    let departures = Departures::default();
    let ((first_end, _, first), (second_end, begun, second)) = (departure(), departure());
    let mut early = departures.join("page", first).boxed();
    assert!(poll(&mut early).is_pending());
    let mut late = pin!(departures.join("page", second));
    assert!(poll(&mut late).is_pending());
    drop(early);
    first_end.send(1).unwrap();
    assert!(poll(&mut late).is_pending());
    assert!(begun.load(Ordering::Relaxed));
    second_end.send(2).unwrap();
    assert_eq!(poll(&mut late), Poll::Ready(2));
}

#[test]
fn a_departure_that_nobody_waits_for_is_dropped_and_forgotten() {
    let departures = Departures::default();
    for key in 0..50 {
        let (end, _, start) = departure();
        let mut gone = departures.join(key, start).boxed();
        assert!(poll(&mut gone).is_pending());
        drop(gone);
        assert!(end.is_closed());
    }
    let (_end, _, start) = departure();
    let mut kept = pin!(departures.join(0, start));
    assert!(poll(&mut kept).is_pending());
    assert_eq!(format!("{departures:?}"), "Departures { keys: 1, .. }");
}
