//! Two futures as one, written over `poll`: all that concurrency on one thread takes.
//!
//! `a.await; b.await` is a sequence: `b` is not polled before `a` is ready. To wait for both at the same time, one future
//! polls the two, and hands its own waker to each. Nothing here knows an executor or a clock.
//!
//! [`poll_fn`] turns a closure into a future, so that the states need no names, and [`pin!`] promises that the two stay
//! where they are.
//!
//! They have a price in rustc 1.95. An `async fn` keeps an argument's place even after it moved the argument on, so the
//! future of `join(a, b)` has room for `a` and `b` twice. Where that matters, the caller pins them and passes
//! `Pin<&mut F>`, which is a future as well.

use std::{future::poll_fn, pin::pin, task::Poll};

/// Waits for both at the same time. Each is polled until it is ready, and never again.
///
/// # Example: each gets a turn whenever the other waits
/// ```
/// use std::cell::RefCell;
///
/// use phase6_async::async_await::{combinators::join, executor::{block_on, yield_now}};
///
/// let order = RefCell::new(Vec::new());
/// let set = async |name| {
///     for line in 1..=2 {
///         order.borrow_mut().push((name, line));
///         yield_now().await;
///     }
/// };
/// block_on(join(set("text"), set("notes")));
/// assert_eq!(*order.borrow(), [("text", 1), ("notes", 1), ("text", 2), ("notes", 2)]);
/// ```
pub async fn join<A: Future, B: Future>(a: A, b: B) -> (A::Output, B::Output) {
    let (mut a, mut b) = (pin!(a), pin!(b));
    let (mut first, mut second) = (None, None);
    poll_fn(|context| {
        // Both are polled in each turn: which of them was woken, a shared waker cannot tell.
        if first.is_none()
            && let Poll::Ready(output) = a.as_mut().poll(context)
        {
            first = Some(output);
        }
        if second.is_none()
            && let Poll::Ready(output) = b.as_mut().poll(context)
        {
            second = Some(output);
        }
        match (first.take(), second.take()) {
            (Some(first), Some(second)) => Poll::Ready((first, second)),
            halves => {
                (first, second) = halves;
                Poll::Pending
            }
        }
    })
    .await
}

/// What came first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Either<A, B> {
    /// The first future's output.
    First(A),
    /// The second future's output.
    Second(B),
}

/// Waits for the one that is ready first, or for `a` if both are ready in the same turn; the other one is dropped before
/// the result is returned.
///
/// Dropped is not undone: what the loser did in its polls is done, and what it owned is gone. So a race is for futures
/// that may be dropped at each of their awaits.
pub async fn race<A: Future, B: Future>(a: A, b: B) -> Either<A::Output, B::Output> {
    let (mut a, mut b) = (pin!(a), pin!(b));
    poll_fn(|context| {
        if let Poll::Ready(output) = a.as_mut().poll(context) {
            return Poll::Ready(Either::First(output));
        }
        b.as_mut().poll(context).map(Either::Second)
    })
    .await
}

/// The output of `work`, or `None` if the alarm comes first.
///
/// Any future may be the alarm: a timer of a runtime, or a reader who closes the page. The result wins a tie, because
/// `work` is polled first; so work that never waits is never late.
pub async fn timeout<F: Future>(work: F, alarm: impl Future) -> Option<F::Output> {
    match race(work, alarm).await {
        Either::First(output) => Some(output),
        Either::Second(_) => None,
    }
}
