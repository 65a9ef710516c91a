//! A `next` borrows the stream until it is ready or dropped, so two of them cannot wait side by side.
//!
//! Nor would it help: a stream can keep one waker, and both would wait for the same item. Repair: ask once, for as many
//! as are wanted.

#[cfg(not(fixed))]
use futures::future;
use futures::{FutureExt, StreamExt, stream};

async fn opening() -> Vec<&'static str> {
    let mut lines = stream::iter(["Emma Woodhouse,", "handsome, clever,", "and rich"]);
    #[cfg(not(fixed))]
    let opening = {
        let (first, second) = future::join(lines.next(), lines.next()).await; //~ E0499
        first.into_iter().chain(second).collect()
    };
    #[cfg(fixed)]
    let opening = lines.by_ref().take(2).collect().await;
    opening
}

fn main() {
    println!("{:?}", opening().now_or_never());
}
