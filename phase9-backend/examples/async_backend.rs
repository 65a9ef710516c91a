//! A day of a service that asks another one for exchange rates: one that is silent, then down, then asked by everybody.
//!
//! Run: `cargo run --example async_backend`. Time is paused, so nobody waits. Look for what each piece refuses to do.

use std::{cell::Cell, time::Duration};

use futures::future::{join_all, select};
use phase9_backend::async_backend::{
    Backoff, Breaker, Budget, Bulkhead, Flights, Full, Open, Retryable, TimedOut, retry, within, work,
};
use tokio::{sync::mpsc, time::Instant};
use tokio_util::sync::CancellationToken;

#[derive(Debug, PartialEq)]
enum RateError {
    Late(TimedOut),
    Down,
}

impl From<TimedOut> for RateError {
    fn from(late: TimedOut) -> Self {
        Self::Late(late)
    }
}

impl Retryable for RateError {
    fn is_retryable(&self) -> bool {
        true
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (begun, second) = (Instant::now(), Duration::from_secs(1));
    let silent: Result<(), RateError> = within(second, std::future::pending()).await;
    println!("silent: {silent:?} after {:?}", begun.elapsed());
    assert_eq!((silent, begun.elapsed()), (Err(RateError::Late(TimedOut(second))), second));

    let backoff = Backoff::new(second, 30 * second);
    let ceilings: Vec<_> = backoff.ceilings().take(7).map(|it| it.as_secs()).collect();
    println!("waits are anything below {ceilings:?} seconds");
    assert_eq!(ceilings, [1, 2, 4, 8, 16, 30, 30]);
    assert!(backoff.waits().zip(backoff.ceilings()).take(100).all(|(wait, ceiling)| wait <= ceiling));

    let (budget, calls) = (Budget::new(0.1, 10), Cell::new(0));
    let down = async || {
        calls.set(calls.get() + 1);
        Err::<(), _>(RateError::Down)
    };
    for _ in 0..100 {
        assert_eq!(retry(backoff.waits().take(3), &budget, down).await, Err(RateError::Down));
    }
    println!("down: 100 requests with 3 retries each have become {} calls", calls.get());
    assert!((110..=120).contains(&calls.get()));

    let breaker = Breaker::new(3, 30 * second);
    for _ in 0..3 {
        breaker.permit().expect("it is closed").failed();
    }
    println!("after three failures: {:?}", breaker.permit());
    assert_eq!(breaker.permit().err(), Some(Open { rest: Some(30 * second) }));
    tokio::time::advance(30 * second).await;
    let probe = breaker.permit().expect("the rest is over");
    println!("half a minute later one may probe, the next: {:?}", breaker.permit().err());
    drop(probe);
    println!(
        "the probe was cancelled, so the next may: {}",
        breaker.permit().is_ok_and(|it| {
            it.succeeded();
            true
        })
    );
    assert!(breaker.permit().is_ok());

    let bulkhead = Bulkhead::new(2, 1);
    let visit = async || {
        let _place = bulkhead.enter().await?;
        tokio::time::sleep(second).await;
        Ok::<_, Full>(begun.elapsed())
    };
    let visits = join_all([visit(), visit(), visit(), visit()]).await;
    let turned_away = visits.iter().filter(|visit| visit.is_err()).count();
    println!("two at a time and one who waits: of four, {turned_away} is turned away at once");
    assert_eq!(turned_away, 1);

    let (flights, fetched) = (Flights::default(), std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0)));
    let rate = || {
        let fetched = fetched.clone();
        flights.join("EUR/USD", move || async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            fetched.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
        })
    };
    let leader = Box::pin(rate());
    let impatient = Box::pin(tokio::time::sleep(Duration::from_millis(50)));
    let crowd = join_all((0..1000).map(|_| rate()));
    // The one who started the call is gone after half of it.
    let (rates, ()) = tokio::join!(crowd, async { drop(select(leader, impatient).await) });
    println!(
        "{} clients, of whom the first hung up: {} call",
        rates.len(),
        fetched.load(std::sync::atomic::Ordering::Relaxed)
    );
    assert!(rates.iter().all(|rate| *rate == 0));

    let ((jobs, accepted), stop) = (mpsc::channel(8), CancellationToken::new());
    for job in 1..=3 {
        jobs.try_send(job).expect("there is room for eight");
    }
    let handled = work(accepted, stop.clone(), async |job| {
        tokio::time::sleep(second).await;
        println!("job {job} is done");
        stop.cancel();
    });
    println!("stopped in the first of three jobs, with {} done", handled.await);
    assert!(jobs.try_send(4).is_err());
}
