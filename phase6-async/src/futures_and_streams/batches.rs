//! A stream adapter by hand, and the question that every `select` asks: what is lost with the loser?
//!
//! A future is cancelled by dropping it, and may be dropped at each of its `.await`s. What it had in local variables is
//! gone; what it had put elsewhere remains. So an operation is *cancel safe* if, whenever it is `Pending`, everything
//! that it has received so far lives outside of the future that is dropped:
//!
//! | operation | where the items wait | dropped half-way |
//! |---|---|---|
//! | `stream.next()` | in the stream | nothing is lost |
//! | [`next_batch`], an `async fn` | in its local `Vec` | what it collected is lost |
//! | [`Batches::new(…)`](Batches::new)`.next()` | in the adapter | nothing is lost |
//!
//! The types of the last two do not tell which is which. It has to be documented.

use std::{
    mem,
    num::NonZeroUsize,
    pin::{Pin, pin},
    task::{Context, Poll},
};

use futures::{
    Stream, StreamExt,
    future::{self, Either},
    stream::{self, FusedStream},
};
use pin_project_lite::pin_project;

/// The next `size` items, or what is left of them at the end of the stream.
///
/// Not cancel safe: dropped before it is ready, it takes with it the items that it has taken from the stream.
pub async fn next_batch<S: Stream + Unpin>(stream: &mut S, size: NonZeroUsize) -> Vec<S::Item> {
    let mut batch = Vec::new();
    while batch.len() < size.get()
        && let Some(item) = stream.next().await
    {
        batch.push(item);
    }
    batch
}

pin_project! {
    /// A stream in batches of `size` items, the last of which may be smaller, but is never empty.
    ///
    /// `next` is cancel safe: what has arrived is kept here, and [`take`](Batches::take) gives it out.
    ///
    /// # Example: the rest is a batch, too
    /// ```
    /// use std::num::NonZeroUsize;
    /// use futures::{FutureExt, StreamExt, stream};
    /// use phase6_async::futures_and_streams::batches::Batches;
    ///
    /// let pairs = Batches::new(stream::iter(1..=5), NonZeroUsize::MIN.saturating_add(1));
    /// let pairs: Option<Vec<_>> = pairs.collect().now_or_never();
    /// assert_eq!(pairs, Some(vec![vec![1, 2], vec![3, 4], vec![5]]));
    /// ```
    #[derive(Debug)]
    #[must_use = "streams do nothing unless polled"]
    pub struct Batches<S: Stream> {
        #[pin]
        stream: S,
        items: Vec<S::Item>,
        size: NonZeroUsize,
        ended: bool,
    }
}

impl<S: Stream> Batches<S> {
    /// Polls nothing yet.
    pub fn new(stream: S, size: NonZeroUsize) -> Self {
        Self { stream, items: Vec::new(), size, ended: false }
    }

    /// What has arrived and is no batch yet; empty, if nothing has.
    ///
    /// `items` is projected as plain, so it can be moved out of a pinned adapter; the stream beside it stays.
    pub fn take(self: Pin<&mut Self>) -> Vec<S::Item> {
        mem::take(self.project().items)
    }
}

impl<S: Stream> Stream for Batches<S> {
    type Item = Vec<S::Item>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut this = self.project();
        // The inner stream must not be asked again after its end, and after the rest, we are asked once more.
        while !*this.ended {
            // Each item may be followed by another one that is there already. `Pending` after one of them, without
            // having asked for the next, would leave our waker with nobody.
            match this.stream.as_mut().poll_next(context) {
                Poll::Ready(Some(item)) => {
                    this.items.push(item);
                    if this.items.len() == this.size.get() {
                        return Poll::Ready(Some(mem::take(this.items)));
                    }
                }
                Poll::Ready(None) => *this.ended = true,
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(Some(mem::take(this.items)).filter(|rest| !rest.is_empty()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (least, most) = if self.ended { (0, Some(0)) } else { self.stream.size_hint() };
        let least = least.saturating_add(self.items.len()).div_ceil(self.size.get());
        let most = most.and_then(|most| most.checked_add(self.items.len()));
        (least, most.map(|most| most.div_ceil(self.size.get())))
    }
}

impl<S: Stream> FusedStream for Batches<S> {
    fn is_terminated(&self) -> bool {
        self.ended && self.items.is_empty()
    }
}

/// Saves pages in batches of `size`, and at each tick what has arrived by then, so that no page waits for company long.
///
/// [`select`](future::select) polls both and hands the loser back beside the result. Here both losers are dropped with
/// the `_`, a `next` each time, and that is allowed because both are cancel safe. With `next_batch` in the place of
/// `Batches`, every tick would lose pages.
///
/// While a batch is saved, nothing else is polled: pages wait in their source, not here. That is backpressure. If `pages`
/// has futures in flight, they stand still, too: [`stored`](super::crawl::stored) says when that is a danger.
pub async fn archive<S: Stream>(
    pages: S,
    ticks: impl Stream<Item = ()>,
    size: NonZeroUsize,
    mut save: impl AsyncFnMut(Vec<S::Item>),
) {
    let mut batches = pin!(Batches::new(pages, size));
    // When the clock stops, the pages go on, and a stream must not be asked again after its end.
    let mut ticks = pin!(ticks.chain(stream::pending()));
    loop {
        let batch = match future::select(batches.next(), ticks.next()).await {
            Either::Left((Some(batch), _)) => batch,
            Either::Left((None, _)) => break,
            Either::Right(_) => batches.as_mut().take(),
        };
        if !batch.is_empty() {
            save(batch).await;
        }
    }
}
