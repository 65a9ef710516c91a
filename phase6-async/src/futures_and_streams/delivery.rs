//! A future by hand: one value from one task, or thread, to another.
//!
//! The libraries have this as a `oneshot` channel. It is small enough to show every duty of a future that waits for
//! something outside of itself.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

/// A courier, and the delivery to wait for.
///
/// # Example: the delivery is ready when the courier was there
/// ```
/// use futures::FutureExt;
/// use phase6_async::futures_and_streams::delivery::delivery;
///
/// let (courier, mut proofs) = delivery();
/// assert_eq!((&mut proofs).now_or_never(), None);
/// courier.deliver("the proofs of Emma");
/// assert_eq!(proofs.now_or_never(), Some(Ok("the proofs of Emma")));
/// ```
pub fn delivery<T>() -> (Courier<T>, Delivery<T>) {
    let desk = Arc::new(Mutex::new(Desk { parcel: None, closed: false, waker: None }));
    (Courier { desk: Arc::clone(&desk) }, Delivery { desk })
}

/// What both sides share.
///
/// News and waker are under one lock, so nothing can arrive between the look at the parcel and the registration of the
/// waker. If they were apart, for example an atomic flag and a waker in a mutex, `poll` would have to register first
/// and look afterwards: what arrives before the registration wakes nobody, and is seen only by that later look.
#[derive(Debug)]
struct Desk<T> {
    parcel: Option<T>,
    closed: bool,
    waker: Option<Waker>,
}

/// Brings one value. Dropped without one, it says so.
#[derive(Debug)]
pub struct Courier<T> {
    desk: Arc<Mutex<Desk<T>>>,
}

impl<T> Courier<T> {
    /// Hands the value over and wakes whoever polled the delivery last.
    pub fn deliver(self, parcel: T) {
        lock(&self.desk).parcel = Some(parcel);
    }
}

impl<T> Drop for Courier<T> {
    /// Runs at the end of [`deliver`](Courier::deliver) too, and is the one place that wakes.
    fn drop(&mut self) {
        let mut desk = lock(&self.desk);
        desk.closed = true;
        let waker = desk.waker.take();
        // A waker is code of somebody else. It may poll at once, on this very thread, and would wait for the lock.
        drop(desk);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// The courier was dropped, or the parcel has been taken already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost;

/// The value, as soon as it is there. A poll after that says [`Lost`].
///
/// It is `Unpin`, because all of its fields are: nothing in it needs to stay in its place. So it can be polled through
/// `&mut delivery`, which is a future as well.
///
/// Dropped while it waits, it leaves its waker behind. The courier then wakes a task that waits for something else by
/// now: one of the ways in which spurious polls come about.
#[derive(Debug)]
#[must_use = "futures do nothing unless polled"]
pub struct Delivery<T> {
    desk: Arc<Mutex<Desk<T>>>,
}

impl<T> Future for Delivery<T> {
    type Output = Result<T, Lost>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut desk = lock(&self.desk);
        if let Some(parcel) = desk.parcel.take() {
            return Poll::Ready(Ok(parcel));
        }
        if desk.closed {
            return Poll::Ready(Err(Lost));
        }
        match &mut desk.waker {
            // Replaced, not kept: the task of the last poll is the one that waits. `clone_from` clones only if it
            // cannot tell that both wake the same task, so many polls by one task cost one clone.
            Some(waker) => waker.clone_from(context.waker()),
            none => *none = Some(context.waker().clone()),
        }
        Poll::Pending
    }
}

/// A desk is consistent between any two statements above, so a panic elsewhere does not spoil it.
fn lock<T>(desk: &Mutex<Desk<T>>) -> MutexGuard<'_, Desk<T>> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}
