//! Many futures in one task: what bounds them, what wakes them, and what leaves them lying.
//!
//! The library's tools, by what they do with a stream of futures, at most `n` of them at a time:
//!
//! | tool | results | note |
//! |---|---|---|
//! | [`buffered(n)`](StreamExt::buffered) | in order | results that wait for an earlier one count as one of the `n` |
//! | [`buffer_unordered(n)`](StreamExt::buffer_unordered) | as they come | with `n = 0` it is `Pending` for ever: nothing is started that could wake |
//! | [`for_each_concurrent(n, …)`](StreamExt::for_each_concurrent) | none | here, `0` means "without a limit" |
//! | [`FuturesUnordered`] | as they come | unbounded; a set that can grow while it is polled |
//!
//! All of them live in one task, on one thread at a time. They overlap waiting, not computing.
//!
//! [`FuturesUnordered`] gives each of its futures a waker of its own and polls only those that are new or were woken.
//! Polling a list of futures in a loop polls all of them each time: to finish a thousand one by one, that is half a
//! million polls instead of two thousand. In time, with futures that do hardly anything, the loop takes more than
//! twenty times as long (`cargo bench -p phase6-async --bench futures_and_streams`). The same bench shows what
//! concurrency within a task is *not*: futures that never wait, and only yield, take about as long with
//! `buffer_unordered(32)` as with `buffered(1)`.

use std::{
    collections::{HashSet, VecDeque},
    num::NonZeroUsize,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures::{
    FutureExt, Stream, StreamExt,
    stream::{self, FuturesUnordered},
};

/// A page of somebody's archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it was found.
    pub path: String,
    /// What it refers to; other pages may refer to the same.
    pub links: Vec<String>,
}

/// All pages that can be reached, each once, at most so many of them in flight.
///
/// `buffer_unordered` needs all futures from one stream. Here, results make new work, so we fill the
/// [`FuturesUnordered`] ourselves.
///
/// Nothing is fetched unless the crawl is polled, and a page that was handed out is not replaced before the next poll.
/// A consumer that takes its time thus slows the crawl down, and no queue of pages grows: only one of paths, whose
/// number nobody can bound but the archive.
pub struct Crawl<F, Fut> {
    fetch: F,
    limit: NonZeroUsize,
    waiting: VecDeque<String>,
    seen: HashSet<String>,
    in_flight: FuturesUnordered<Fut>,
}

/// A crawl may move between polls, whatever `F` and `Fut` are: the set keeps each future in an allocation of its own, and
/// nothing in `Crawl` is projected as pinned. `Unpin` is a safe trait; to implement it is to give the other projection
/// up. The automatic impl would ask for `F: Unpin`.
impl<F, Fut> Unpin for Crawl<F, Fut> {}

impl<F: FnMut(String) -> Fut, Fut: Future<Output = Page>> Crawl<F, Fut> {
    /// Starts at `path`, as soon as it is polled.
    pub fn new(path: impl Into<String>, limit: NonZeroUsize, fetch: F) -> Self {
        let path = path.into();
        Self {
            fetch,
            limit,
            seen: HashSet::from([path.clone()]),
            waiting: VecDeque::from([path]),
            in_flight: FuturesUnordered::new(),
        }
    }
}

impl<F: FnMut(String) -> Fut, Fut: Future<Output = Page>> Stream for Crawl<F, Fut> {
    type Item = Page;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Page>> {
        let this = self.get_mut();
        while this.in_flight.len() < this.limit.get()
            && let Some(path) = this.waiting.pop_front()
        {
            this.in_flight.push((this.fetch)(path));
        }
        // New futures are polled here for the first time; before that, nobody would have their wakers. The set is empty
        // only if nothing waits, because the limit is not 0.
        let page = ready!(this.in_flight.poll_next_unpin(context));
        for link in page.iter().flat_map(|page| &page.links) {
            if this.seen.insert(link.clone()) {
                this.waiting.push_back(link.clone());
            }
        }
        Poll::Ready(page)
    }
}

/// Fetches and stores all `paths`, at most `limit` of them at a time, and yields what `store` says as it comes.
///
/// `store` is part of each future. The obvious other way is to buffer the fetching alone, and to await `store` in the
/// loop over the pages, `while let Some(page) = pages.next().await`.
///
/// There, nobody polls `pages` while `store` is awaited. What is in flight gets its wakes and does not go on: answers
/// are not read, time limits run out, and if it holds a lock that `store` waits for, neither of them ever ends.
pub fn stored<F, Fetched, S, Stored>(
    paths: impl IntoIterator<Item = String>,
    limit: NonZeroUsize,
    mut fetch: F,
    store: S,
) -> impl Stream<Item = Stored::Output>
where
    F: FnMut(String) -> Fetched,
    Fetched: Future,
    S: FnOnce(Fetched::Output) -> Stored + Clone,
    Stored: Future,
{
    stream::iter(paths).map(move |path| fetch(path).then(store.clone())).buffer_unordered(limit.get())
}
