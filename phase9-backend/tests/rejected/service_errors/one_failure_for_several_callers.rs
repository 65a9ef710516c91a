//! Several callers wait for the same call. If it fails, each of them gets the error, and there is only one.
//!
//! An `UpstreamError` cannot be cloned, because its source is a `Box<dyn Error>`, and that cannot. Repair: share it.

#[cfg(fixed)]
use std::sync::Arc;

use phase9_backend::{async_backend::Flights, outbox::UpstreamError};

#[cfg(not(fixed))]
type Fetched = Result<String, UpstreamError>;
#[cfg(fixed)]
type Fetched = Result<String, Arc<UpstreamError>>;

async fn fetch(article: u64) -> Fetched {
    let error = UpstreamError::Unreachable(format!("no cover of {article}").into());
    #[cfg(not(fixed))]
    return Err(error);
    #[cfg(fixed)]
    return Err(Arc::new(error));
}

fn cover(flights: &Flights<u64, Fetched>, article: u64) {
    //~^ E0277
    #[cfg(fixed)]
    drop(flights.join(article, move || fetch(article)));
}

fn main() {
    drop((cover, fetch));
}
