//! A bulkhead: one leak must not sink the ship.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// So many at a time, so many more who wait, and an answer at once for everybody else.
///
/// The second bound is the one that is forgotten. A semaphore alone bounds what runs; who waits for it holds a request,
/// its memory and somebody's patience, and there is no end to them.
#[derive(Debug)]
pub struct Bulkhead {
    running: Arc<Semaphore>,
    /// As many as may run or wait.
    admitted: Arc<Semaphore>,
}

/// Too many are waiting already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many are waiting")]
pub struct Full;

/// A place, until it is dropped.
///
/// It borrows nothing, so that it can go where the work goes: work on a blocking thread cannot be called back, and if the
/// place stayed with whoever waits, hanging up would make room for somebody else while the work still runs.
#[derive(Debug)]
#[must_use = "a place that is dropped is free again"]
pub struct Place {
    // In this order they are given back. The other way round, one more than was said could wait for a moment.
    _running: OwnedSemaphorePermit,
    _admitted: OwnedSemaphorePermit,
}

impl Bulkhead {
    /// So many at a time, and so many more who wait.
    ///
    /// # Panics
    /// If that is more than a semaphore counts, [`Semaphore::MAX_PERMITS`].
    pub fn new(at_once: usize, waiting: usize) -> Self {
        let semaphore = |permits| Arc::new(Semaphore::new(permits));
        Self { running: semaphore(at_once), admitted: semaphore(at_once + waiting) }
    }

    /// A place, as soon as there is one. Who no longer wants it drops the future, and has waited for nothing.
    ///
    /// # Errors
    /// [`Full`], at once, if too many are waiting.
    ///
    /// # Panics
    /// Never: the semaphores are not closed.
    pub async fn enter(&self) -> Result<Place, Full> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| Full)?;
        let running = Arc::clone(&self.running).acquire_owned().await.expect("the semaphore is never closed");
        Ok(Place { _running: running, _admitted: admitted })
    }

    /// How many could come in without waiting.
    pub fn free(&self) -> usize {
        self.running.available_permits()
    }
}
