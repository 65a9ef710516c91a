//! TEMP
mod breaker;
mod bulkhead;
mod deadline;
mod flights;
mod retry;
mod worker;

pub use breaker::{Breaker, Open, Permit};
pub use bulkhead::{Bulkhead, Full, Place};
pub use deadline::{TimedOut, within};
pub use flights::Flights;
pub use retry::{Backoff, Budget, Retryable, retry};
pub use worker::work;
