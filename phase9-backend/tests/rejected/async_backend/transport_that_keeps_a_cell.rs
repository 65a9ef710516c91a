//! A transport counts its posts in a `Cell`, which it borrows across an `.await`. Nothing is spawned here, and yet it is
//! refused, at the implementation.
//!
//! That is what `+ Send` in the trait is for: without it, the error would stand where somebody spawns the worker, who can
//! do nothing about it. Repair: an atomic.

#[cfg(fixed)]
use std::sync::{Arc as Shared, atomic::AtomicU32 as Count};
#[cfg(not(fixed))]
use std::{cell::Cell as Count, rc::Rc as Shared};

trait Transport {
    fn post(&self, body: String) -> impl Future<Output = u16> + Send;
}

struct Counting;

impl Transport for Counting {
    async fn post(&self, body: String) -> u16 {
        //~^ "future cannot be sent between threads safely"
        let posts = Shared::new(Count::new(0));
        tokio::task::yield_now().await;
        #[cfg(not(fixed))]
        posts.set(posts.get() + 1);
        #[cfg(fixed)]
        posts.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        u16::try_from(body.len()).unwrap_or(u16::MAX)
    }
}

fn main() {
    drop(Counting.post("notice".into()));
}
