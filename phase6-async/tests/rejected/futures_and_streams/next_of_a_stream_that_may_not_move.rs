//! `next` takes `&mut self`, with which one could move the stream; so it asks for `Unpin`, and this stream has none.
//!
//! `unfold` keeps the future of its `async` block between two polls, and such a future may refer to itself. Repair: pin
//! the stream. A `Pin<&mut S>` is itself a stream, and always `Unpin`: the pointer may move, what it points to stays.

#[cfg(fixed)]
use std::pin::pin;

use futures::{FutureExt, StreamExt, stream};

async fn first_chapters() -> Vec<u32> {
    let chapters = stream::unfold(1, |chapter| async move { Some((chapter, chapter + 1)) });
    #[cfg(fixed)]
    let mut chapters = pin!(chapters);
    #[cfg(not(fixed))]
    let mut chapters = chapters;
    let mut read = Vec::new();
    while let Some(chapter) = chapters.next().await {
        //~^ E0277
        read.push(chapter);
        if chapter == 3 {
            break;
        }
    }
    read
}

fn main() {
    println!("{:?}", first_chapters().now_or_never());
}
