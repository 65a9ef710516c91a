//! A call is to be made in the background, and takes its permit along. A permit borrows from its breaker, and nothing
//! says that this method's `self` is still there when the task ends.
//!
//! Repair: take along something that owns the breaker, and ask for the permit there.

use std::{sync::Arc, time::Duration};

use phase9_backend::async_backend::Breaker;

struct Client {
    breaker: Arc<Breaker>,
}

impl Client {
    fn warm_up(&self) {
        #[cfg(not(fixed))]
        let Ok(permit) = self.breaker.permit() else { return };
        #[cfg(fixed)]
        let breaker = Arc::clone(&self.breaker);
        tokio::spawn(async move {
            //~^ E0521
            #[cfg(fixed)]
            let Ok(permit) = breaker.permit() else { return };
            tokio::task::yield_now().await;
            permit.succeeded();
        });
    }
}

#[tokio::main]
async fn main() {
    Client { breaker: Arc::new(Breaker::new(5, Duration::from_secs(10))) }.warm_up();
}
