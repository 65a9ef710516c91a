//! A step of storage gets a time limit. Its errors have no word for "too late", and `within` makes none up.
//!
//! What was not heard of may have happened, so it is no `Unavailable`: that says that nothing was changed, but for a commit
//! that was cut off. Repair: an error of one's own that has both.

use std::time::Duration;

use phase9_backend::{
    async_backend::{TimedOut, within},
    store::{SharedStore, StoreError},
};

#[cfg(not(fixed))]
type Failure = StoreError;
#[cfg(fixed)]
type Failure = HealthError;

enum HealthError {
    Store(StoreError),
    TooSlow(TimedOut),
}

impl From<TimedOut> for HealthError {
    fn from(limit: TimedOut) -> Self {
        Self::TooSlow(limit)
    }
}

impl From<StoreError> for HealthError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

async fn check(store: SharedStore) -> Result<(), Failure> {
    let check = async { Ok(store.ping().await?) };
    within(Duration::from_millis(500), check).await //~ E0277
}

fn main() {
    drop(check);
}
