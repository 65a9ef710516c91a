//! A limit of twenty: seconds, says the one who writes it; milliseconds, said the one who reads it.
//!
//! What has been parsed has a type with the unit in it. Repair: say which unit.

use std::time::Duration;

use phase9_backend::config::Limits;

fn patient(limits: Limits) -> Limits {
    #[cfg(not(fixed))]
    return Limits { request_timeout: 20, ..limits }; //~ E0308
    #[cfg(fixed)]
    return Limits { request_timeout: Duration::from_secs(20), ..limits };
}

fn main() {
    let _: fn(Limits) -> Limits = patient;
}
