//! A place for one value: the leaf at which all waiting of this lesson begins.
//!
//! Every chain of `.await`s ends at a `poll` that somebody wrote by hand. It has one duty besides looking: if it returns
//! `Pending`, it must have kept the waker of this poll, and whoever changes the matter must call it. A leaf that
//! forgets makes a future that is never polled again; there is no error for that.

use std::{
    future::poll_fn,
    mem,
    pin::Pin,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

/// A place for one value, shared by those who put one there and those who wait for it.
///
/// The mutex is that of the standard library: it is never held across an `.await`, and never for longer than a few
/// assignments.
#[derive(Debug)]
pub struct Tray<T> {
    state: Mutex<State<T>>,
}

#[derive(Debug)]
struct State<T> {
    place: Place<T>,
    /// Who wants to look again after the next change. Some may have lost interest: they are woken in vain.
    waiting: Vec<Waker>,
}

#[derive(Debug)]
enum Place<T> {
    Free,
    Reserved,
    Full(T),
}

impl<T> Default for Tray<T> {
    fn default() -> Self {
        Self { state: Mutex::new(State { place: Place::Free, waiting: Vec::new() }) }
    }
}

impl<T> Tray<T> {
    /// A tray with a value in it.
    pub fn holding(value: T) -> Self {
        Self { state: Mutex::new(State { place: Place::Full(value), waiting: Vec::new() }) }
    }

    /// Waits for a value, and takes it. A `Take` that is dropped before it is ready has taken nothing.
    pub fn take(&self) -> Take<'_, T> {
        Take { tray: self }
    }

    /// Waits until the place is free, and keeps it free for the holder of the permit.
    pub async fn reserve(&self) -> Permit<'_, T> {
        poll_fn(|context| {
            self.poll_change(context, |place| matches!(place, Place::Free).then(|| *place = Place::Reserved))
        })
        .await;
        Permit { tray: self }
    }

    /// Puts a value into the tray without waiting.
    ///
    /// # Errors
    /// The value, if the place is taken or reserved.
    pub fn offer(&self, value: T) -> Result<(), T> {
        let mut state = self.lock();
        if !matches!(state.place, Place::Free) {
            return Err(value);
        }
        state.place = Place::Full(value);
        wake_all(state);
        Ok(())
    }

    /// A copy of what is in the tray.
    pub fn peek(&self) -> Option<T>
    where
        T: Clone,
    {
        if let Place::Full(value) = &self.lock().place { Some(value.clone()) } else { None }
    }

    /// Changes the place if `change` returns something, or else keeps the waker for the next change.
    fn poll_change<R>(
        &self,
        context: &Context<'_>,
        change: impl FnOnce(&mut Place<T>) -> Option<R>,
    ) -> Poll<R> {
        let mut state = self.lock();
        if let Some(result) = change(&mut state.place) {
            wake_all(state);
            return Poll::Ready(result);
        }
        // The waker of the latest poll counts: the future may have moved to another executor since the last one.
        if !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            state.waiting.push(context.waker().clone());
        }
        Poll::Pending
    }

    /// A panic of another thread leaves the place as it was or as it should be: poison says nothing here.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakers run code of others, which may come back to this tray: the lock is given back first.
fn wake_all<T>(mut state: MutexGuard<'_, State<T>>) {
    let waiting = mem::take(&mut state.waiting);
    drop(state);
    waiting.into_iter().for_each(Waker::wake);
}

/// The future of [`Tray::take`].
#[derive(Debug)]
#[must_use = "futures do nothing unless polled"]
pub struct Take<'t, T> {
    tray: &'t Tray<T>,
}

impl<T> Future for Take<'_, T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        self.tray.poll_change(context, |place| match mem::replace(place, Place::Free) {
            Place::Full(value) => Some(value),
            other => {
                *place = other;
                None
            }
        })
    }
}

/// A place that is kept free. It is given back if nothing is put there.
#[derive(Debug)]
pub struct Permit<'t, T> {
    tray: &'t Tray<T>,
}

impl<T> Permit<'_, T> {
    /// Puts the value there: it needs no waiting and cannot fail.
    pub fn put(self, value: T) {
        let mut state = self.tray.lock();
        state.place = Place::Full(value);
        wake_all(state);
        // The place is not ours any more, and what happens to it next is not undone.
        mem::forget(self);
    }
}

impl<T> Drop for Permit<'_, T> {
    fn drop(&mut self) {
        let mut state = self.tray.lock();
        state.place = Place::Free;
        wake_all(state);
    }
}
