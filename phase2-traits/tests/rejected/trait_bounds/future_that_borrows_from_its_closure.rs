//! `FnMut() -> Fut` has one `Fut` for all calls, so it cannot contain a borrow from the closure, which each call makes
//! anew. Here the future needs one: it writes to the log that the closure holds.
//!
//! Repair: `AsyncFnMut`, and an async closure. (Before these existed, the log went into an `Rc<RefCell<_>>`.)

#[cfg(not(fixed))]
async fn twice<Fut: Future<Output = ()>>(mut attempt: impl FnMut() -> Fut) {
    attempt().await;
    attempt().await;
}

#[cfg(fixed)]
async fn twice(mut attempt: impl AsyncFnMut()) {
    attempt().await;
    attempt().await;
}

async fn publish(mut log: Vec<&str>) {
    #[cfg(not(fixed))]
    twice(|| async { log.push("sent") }).await; //~ "captured variable cannot escape"
    #[cfg(fixed)]
    twice(async || log.push("sent")).await;
    println!("{log:?}");
}

fn main() {
    drop(publish(Vec::new()));
}
