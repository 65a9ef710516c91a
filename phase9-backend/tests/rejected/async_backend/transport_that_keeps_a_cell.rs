//! A transport counts its posts in a `Cell`, which its future borrows across an `.await`. Nothing is spawned here, and yet
//! it is refused, at the implementation.
//!
//! That is what `+ Send` in the trait is for: without it, the error would stand where somebody spawns the worker, who can
//! do nothing about it. Repair: an atomic.

#[cfg(not(fixed))]
type Count = std::cell::Cell<u32>;
#[cfg(fixed)]
type Count = std::sync::atomic::AtomicU32;

trait Transport {
    fn post(&self, body: String) -> impl Future<Output = u16> + Send;
}

struct Counting {
    posts: Count,
}

impl Transport for Counting {
    async fn post(&self, body: String) -> u16 {
        //~^ "future cannot be sent between threads safely"
        tokio::task::yield_now().await;
        #[cfg(not(fixed))]
        self.posts.set(self.posts.get() + 1);
        #[cfg(fixed)]
        self.posts.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        u16::try_from(body.len()).unwrap_or(u16::MAX)
    }
}

fn main() {
    drop(Counting { posts: Count::default() }.post("notice".into()));
}
