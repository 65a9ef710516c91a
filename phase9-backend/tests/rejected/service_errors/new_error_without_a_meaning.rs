//! A table that was written before there was a time limit: it says nothing about `TimedOut`.
//!
//! An arm `_` would have answered for it, and "nobody needs to be woken" is the wrong answer. Repair: think about it.

use phase9_backend::outbox::UpstreamError;

/// Whether somebody should be woken.
fn is_alarming(error: &UpstreamError) -> bool {
    match error {
        //~^ E0004
        UpstreamError::Refused { .. } | UpstreamError::Unreachable(_) => true,
        UpstreamError::Busy { .. } | UpstreamError::Broken { .. } => false,
        #[cfg(fixed)]
        UpstreamError::TimedOut(limit) => limit.0.as_secs() >= 5,
    }
}

fn main() {
    println!("{}", is_alarming(&UpstreamError::Unreachable("no route".into())));
}
