//! A log that goes into a `Vec`: threads log at the same time, and each needs a writer for its line.
//!
//! So the subscriber asks for what makes writers. Repair: a buffer behind a lock, which lends itself to one at a time.

#[cfg(fixed)]
use phase9_backend::observability::Captured;
use phase9_backend::{
    config::{LogConfig, LogFormat},
    telemetry,
};

fn main() {
    let config = LogConfig { filter: "info".into(), format: LogFormat::Json };
    #[cfg(not(fixed))]
    let made = telemetry::subscriber(&config, Vec::new()).is_ok(); //~ E0277
    #[cfg(fixed)]
    let made = telemetry::subscriber(&config, Captured::default()).is_ok();
    assert!(made);
}
