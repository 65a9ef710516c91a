//! Threads that hand values over: who waits for whom, who notices that nobody is left, and who ends last.
//!
//! The lesson runs the press of a magazine: articles come in, several threads set them, one binds the pages. Nowhere in
//! it is a flag that says "stop", and no message means "this was the last one". A channel knows how many senders it has
//! and whether its receiver lives, and tells the other side when there are none:
//!
//! | call | is refused when | and the value |
//! |---|---|---|
//! | `send` | the receiver is gone | is handed back, in the error |
//! | `try_send`, of `sync_channel` only | the receiver is gone; or there is no room | is handed back, in the error |
//! | `recv`, `iter` | all senders are gone *and* the channel is empty | was never sent: nothing is cut off |
//! | `try_recv`, `recv_timeout` | the same; or there is nothing yet, or not in time | the error says which |
//! | `try_iter` | the same | it just ends, and does not say which |
//!
//! The two directions are not alike. When the senders go, all that they sent is still received. When the receiver goes,
//! what still waits in the channel is dropped with it. So `Ok` from `send` says that the value is in the channel, and no
//! more: who wants a receipt has to be sent one.
//!
//! How long `send` waits is in the type of the sender, so it cannot be forgotten at a call (E0308):
//!
//! | made by | sender | `send` returns | which is right when |
//! |---|---|---|---|
//! | `channel()` | [`Sender`] | at once, whatever is in there | the number of values is limited by something else |
//! | `sync_channel(n)` | [`SyncSender`] | when fewer than `n` values wait | senders may be faster: their waiting is *backpressure* |
//! | `sync_channel(0)` | [`SyncSender`] | when the receiver has taken this very value | nothing may be lost on the way |
//!
//! Each channel has one [`Receiver`], which cannot be cloned (E0599) and is not [`Sync`], so no two threads can even
//! borrow it (E0277). For several workers there is a receiver that they share, [`Shared`], or a channel for each of
//! them, [`by_article`]. Senders are cloned, and are [`Sync`] as well (since Rust 1.72): scoped threads may borrow one.
//! Then it belongs to the function outside, and a receiver that waits for its end within the scope waits forever. So
//! [`merge`] gives each thread a clone, and drops the original. And a worker that holds a sender of the very channel
//! that it reads, to queue more work, keeps itself alive: such a channel needs a message for its end.
//!
//! What does it cost? As long as nobody waits, a `Mutex<VecDeque>` with a `Condvar` takes some four times as long for
//! a value as `channel`, and `sync_channel` about half as long. The lock is not to blame, for without the `Condvar` the
//! queue keeps up with `channel`: `notify_one` is, which on Linux asks the operating system each time, although nobody
//! waits. Between two threads, what counts is how often one waits for the other: with capacity 0, each value takes
//! dozens of times as long as with 1024 (`cargo bench -p phase6-async --bench channels`).

use std::{
    collections::BTreeMap,
    convert::Infallible,
    hash::{DefaultHasher, Hash, Hasher},
    iter, panic,
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, RecvTimeoutError, SendError, Sender, SyncSender, TrySendError},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// What an author sends in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its name.
    pub slug: String,
    /// Its words.
    pub text: String,
}

/// An article that is set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Page {
    /// The name of the article.
    pub slug: String,
    /// What is printed.
    pub html: String,
}

/// A receiver for several workers: each value goes to one of them, whoever is free.
#[derive(Debug)]
pub struct Shared<T>(Mutex<Receiver<T>>);

impl<T> Shared<T> {
    /// Shares the receiver.
    pub fn new(receiver: Receiver<T>) -> Self {
        Self(Mutex::new(receiver))
    }

    /// Waits for the next value; `None` when there will be none.
    ///
    /// The guard ends with this function. In a `while let Ok(job) = jobs.lock().unwrap().recv() { … }` it would live as
    /// long as the body: one worker at a time, and a panic in the body would poison the lock for all of them.
    ///
    /// While it *waits*, the lock is still held. That is harmless here, since all others would wait as well, but nothing
    /// that promises not to wait can be added: a `try_next` would be stuck at the lock until a value comes, and the time
    /// of a `recv_timeout` would begin only after that.
    ///
    /// # Panics
    /// If a thread panicked while it held the lock, which receiving does not do.
    pub fn next(&self) -> Option<T> {
        self.0.lock().expect("receiving does not panic").recv().ok()
    }
}

/// A pipeline of three stages: a bounded intake, setters that share it, and a binder.
///
/// It ends from either side, each stage by the end of its neighbour:
///
/// - [`close`](Self::close) drops the last sender of the intake. The setters set what still waits there, and end; with
///   them end the senders of pages, and so the binder, after the last page.
/// - The binder ends first if it has enough. Then each setter gets a page back from `send`, and ends; with the last of
///   them goes the receiver of the intake, and authors get their articles back.
///
/// A `Press` that is dropped ends as if it were closed, but nobody waits for it or gets what it has made.
#[derive(Debug)]
pub struct Press<T> {
    intake: SyncSender<Article>,
    setters: Vec<JoinHandle<Option<Page>>>,
    binder: JoinHandle<T>,
}

/// What is left of a press.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T> {
    /// What the binder has made.
    pub issue: T,
    /// Pages that were set when the binder had enough, in alphabetical order.
    pub unbound: Vec<Page>,
    /// How many setters panicked, each with one article.
    pub crashed: usize,
}

impl<T: Send + 'static> Press<T> {
    /// Starts the threads. `waiting` articles may wait for a setter, so never more than `waiting + setters` are in here.
    ///
    /// The binder has a thread of its own. If the author were to collect the pages, after the last article, all would
    /// wait: the author for room, the setters for the author.
    ///
    /// Pages are handed over by a channel of capacity zero. If it kept some, they would be lost with the receiver when
    /// the binder ends early; like this, a page is either taken or handed back.
    ///
    /// # Example: what was taken in comes out, and no more is taken in than can wait
    /// ```
    /// use std::collections::BTreeSet;
    /// use phase6_async::channels::{Article, Page, Press};
    ///
    /// let set = |Article { slug, text }| Page { slug, html: format!("<p>{text}") };
    /// let press = Press::start(2, 8, set, |pages| pages.into_iter().collect::<BTreeSet<_>>());
    /// for slug in ["borrows", "loops", "paths"] {
    ///     press.submit(Article { slug: slug.into(), text: "…".into() }).expect("the binder takes all pages");
    /// }
    /// assert_eq!(press.close().issue.len(), 3);
    /// ```
    pub fn start(
        setters: usize,
        waiting: usize,
        set: impl Fn(Article) -> Page + Send + Sync + 'static,
        bind: impl FnOnce(Receiver<Page>) -> T + Send + 'static,
    ) -> Self {
        let (intake, articles) = mpsc::sync_channel(waiting);
        let (pages, bound) = mpsc::sync_channel(0);
        let (articles, set) = (Arc::new(Shared::new(articles)), Arc::new(set));
        let start_setter = |_| {
            let (articles, set, pages) = (Arc::clone(&articles), Arc::clone(&set), pages.clone());
            thread::spawn(move || {
                while let Some(article) = articles.next() {
                    if let Err(SendError(page)) = pages.send(set(article)) {
                        return Some(page);
                    }
                }
                None
            })
        };
        // The ends that were cloned are dropped when this function returns. Were they fields, no stage could end.
        let setters = (0..setters).map(start_setter).collect();
        Self { intake, setters, binder: thread::spawn(move || bind(bound)) }
    }

    /// Hands an article in, and waits while there is no room: authors go at the pace of the press.
    ///
    /// # Errors
    /// If no setter is left; the article is in the error.
    pub fn submit(&self, article: Article) -> Result<(), SendError<Article>> {
        self.intake.send(article)
    }

    /// Hands an article in, unless that would mean to wait.
    ///
    /// # Errors
    /// If there is no room now, or no setter is left; the article is in the error.
    pub fn offer(&self, article: Article) -> Result<(), TrySendError<Article>> {
        self.intake.try_send(article)
    }

    /// Takes no more articles, and waits for the rest to be set and bound.
    ///
    /// Fields are dropped after the last line of a function, so the intake has to go first, by name. If it were still
    /// there, this would wait for setters who wait for articles.
    ///
    /// # Panics
    /// If the binder panicked, with its message.
    pub fn close(self) -> Closed<T> {
        let Self { intake, setters, binder } = self;
        drop(intake);
        let (mut unbound, mut crashed) = (Vec::new(), 0);
        for setter in setters {
            match setter.join() {
                Ok(page) => unbound.extend(page),
                Err(_) => crashed += 1,
            }
        }
        unbound.sort();
        let issue = binder.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
        Closed { issue, unbound, crashed }
    }
}

/// What the sources yield, in the order of its arrival; each source is read by a thread of its own.
///
/// The loop ends when all senders are gone: those of the threads, and the one that was cloned for them. It can be left
/// earlier, too: when `receive` returns `false`, the receiver goes, and the threads stop at their next item.
pub fn merge<T: Send>(
    sources: impl IntoIterator<Item: IntoIterator<Item = T> + Send>,
    mut receive: impl FnMut(T) -> bool,
) {
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for source in sources {
            let sender = sender.clone();
            scope.spawn(move || source.into_iter().try_for_each(|item| sender.send(item)));
        }
        drop(sender);
        for item in receiver {
            if !receive(item) {
                break;
            }
        }
    });
}

/// The comments on each article in the order in which they were written, collected by `desks` threads.
///
/// Each desk has a channel of its own, and an article belongs to one desk. So there is no lock, and what belongs
/// together stays in order. Workers that share a receiver promise neither: two of them may have the first two comments
/// on an article, and finish in any order. The price: an article that everybody comments on keeps one desk busy, and
/// the others cannot help.
///
/// # Panics
/// If there are no desks.
pub fn by_article<'a>(
    comments: impl IntoIterator<Item = (&'a str, &'a str)>,
    desks: usize,
) -> BTreeMap<&'a str, Vec<&'a str>> {
    assert!(desks > 0, "somebody has to read the comments");
    thread::scope(|scope| {
        let (inboxes, desks): (Vec<_>, Vec<_>) = iter::repeat_with(|| {
            let (inbox, comments) = mpsc::channel::<(&str, &str)>();
            let desk = scope.spawn(move || {
                let mut threads = BTreeMap::<_, Vec<_>>::new();
                for (article, comment) in comments {
                    threads.entry(article).or_default().push(comment);
                }
                threads
            });
            (inbox, desk)
        })
        .take(desks)
        .unzip();
        for comment in comments {
            inboxes[desk_of(comment.0, inboxes.len())].send(comment).expect("a desk outlives its inbox");
        }
        drop(inboxes);
        desks.into_iter().flat_map(|desk| desk.join().expect("a desk only collects")).collect()
    })
}

/// Which of `desks` an article belongs to, always the same one.
fn desk_of(article: &str, desks: usize) -> usize {
    let mut hasher = DefaultHasher::new();
    article.hash(&mut hasher);
    (hasher.finish() % desks as u64) as usize
}

/// Waits for a value, and takes with it what else is there now, up to `limit` values. `None` when there will be none.
///
/// This is how one write to disk serves many senders: the longer it takes, the larger the next batch. `recv` waits, and
/// knows the end; `try_iter` does neither, so by itself it would be a loop that never sleeps.
pub fn next_batch<T>(values: &Receiver<T>, limit: usize) -> Option<Vec<T>> {
    let first = values.recv().ok()?;
    Some(iter::once(first).chain(values.try_iter()).take(limit.max(1)).collect())
}

/// A thread whose end can be waited for with a limit, which [`JoinHandle::join`] does not offer.
///
/// Nothing is ever sent: the one sender lives in the thread, and its end is the message, also when the thread panics.
#[derive(Debug)]
pub struct Watched<T> {
    handle: JoinHandle<T>,
    end: Receiver<Infallible>,
}

impl<T: Send + 'static> Watched<T> {
    /// Starts the thread.
    pub fn spawn(work: impl FnOnce() -> T + Send + 'static) -> Self {
        let (alive, end) = mpsc::channel();
        let handle = thread::spawn(move || {
            let _alive: Sender<Infallible> = alive;
            work()
        });
        Self { handle, end }
    }

    /// The result of the thread if it ends within `limit`, or else this value again.
    ///
    /// # Errors
    /// If the thread still runs. As with a channel, what was given is handed back.
    pub fn join_within(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        match self.end.recv_timeout(limit) {
            Err(RecvTimeoutError::Disconnected) => Ok(self.handle.join()),
            Err(RecvTimeoutError::Timeout) => Err(self),
        }
    }
}
