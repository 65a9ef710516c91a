//! What operators see: a log, and numbers.

mod json;
mod log;
mod metrics;

pub use log::{Writer, init, log_panics, subscriber};
pub use metrics::{InFlight, Metrics, Route};
