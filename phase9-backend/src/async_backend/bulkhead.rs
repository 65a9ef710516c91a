//! A bulkhead: one leak must not sink the ship.

use tokio::sync::{Semaphore, SemaphorePermit};

/// So many at a time, so many more who wait, and an answer at once for everybody else.
///
/// The second bound is the one that is forgotten. A semaphore alone bounds what runs; who waits for it holds a request,
/// its memory and somebody's patience, and there is no end to them.
#[derive(Debug)]
pub struct Bulkhead {
    running: Semaphore,
    /// As many as may run or wait.
    admitted: Semaphore,
}

/// Too many are waiting already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many are waiting")]
pub struct Full;

/// A place, until it is dropped.
#[derive(Debug)]
#[must_use = "a place that is dropped is free again"]
pub struct Place<'a> {
    // In this order they are given back: who runs next is one of those who were admitted.
    _running: SemaphorePermit<'a>,
    _admitted: SemaphorePermit<'a>,
}

impl Bulkhead {
    /// So many at a time, and so many more who wait.
    pub const fn new(at_once: usize, waiting: usize) -> Self {
        Self { running: Semaphore::const_new(at_once), admitted: Semaphore::const_new(at_once + waiting) }
    }

    /// A place, as soon as there is one. Who no longer wants it drops the future, and has waited for nothing.
    ///
    /// # Errors
    /// [`Full`], at once, if too many are waiting.
    ///
    /// # Panics
    /// Never: the semaphores are not closed.
    pub async fn enter(&self) -> Result<Place<'_>, Full> {
        let admitted = self.admitted.try_acquire().map_err(|_| Full)?;
        let running = self.running.acquire().await.expect("the semaphore is never closed");
        Ok(Place { _running: running, _admitted: admitted })
    }

    /// How many could come in without waiting.
    pub fn free(&self) -> usize {
        self.running.available_permits()
    }
}
