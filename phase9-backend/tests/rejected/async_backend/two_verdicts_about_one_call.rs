//! A call is counted as a failure when it is late, and then once more when its answer is bad. A row of five failures would
//! be one of three.
//!
//! So a verdict takes the permit. Repair: one `match`, one verdict.

use std::time::Duration;

use phase9_backend::async_backend::{Breaker, Open};

fn judge(breaker: &Breaker, took: Duration, status: u16) -> Result<(), Open> {
    let permit = breaker.permit()?;
    #[cfg(not(fixed))]
    {
        if took > Duration::from_secs(1) {
            permit.failed();
        }
        if status >= 500 {
            permit.failed(); //~ E0382
        }
    }
    #[cfg(fixed)]
    match (took > Duration::from_secs(1), status) {
        (true, _) | (false, 500..) => permit.failed(),
        (false, _) => permit.succeeded(),
    }
    Ok(())
}

fn main() {
    println!("{:?}", judge(&Breaker::new(5, Duration::from_secs(10)), Duration::ZERO, 503));
}
