//! What operators see: a log, and numbers.

mod log;
mod metrics;

pub use log::{Writer, init, log_panics, subscriber};
pub use metrics::{Metrics, Route};
