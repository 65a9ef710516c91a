//! Everything here is `Send`: the events, the closure, its future. The task is refused all the same, because the worker is
//! generic.
//!
//! What an `AsyncFnMut` returns may borrow from the closure. The compiler would have to know that it is `Send` for every
//! lifetime of that loan, and there is no way to tell it. Repair: a closure that returns a future of one type.

use std::sync::Arc;

trait Events: Send + Sync + 'static {
    fn settle(&self, event: u64) -> impl Future<Output = bool> + Send;
}

#[cfg(not(fixed))]
async fn stubbornly(mut attempt: impl AsyncFnMut() -> bool) {
    while !attempt().await {}
}

#[cfg(fixed)]
async fn stubbornly<F: Future<Output = bool>>(mut attempt: impl FnMut() -> F) {
    while !attempt().await {}
}

struct Worker<E>(E);

impl<E: Events> Worker<E> {
    async fn run(&self) {
        for event in 0..10 {
            #[cfg(not(fixed))]
            stubbornly(async || self.0.settle(event).await).await;
            #[cfg(fixed)]
            stubbornly(|| self.0.settle(event)).await;
        }
    }

    fn start(self: Arc<Self>) {
        tokio::spawn(async move { self.run().await }); //~ "is not general enough"
    }
}

struct Nowhere;

impl Events for Nowhere {
    async fn settle(&self, event: u64) -> bool {
        event < 10
    }
}

#[tokio::main]
async fn main() {
    Arc::new(Worker(Nowhere)).start();
}
