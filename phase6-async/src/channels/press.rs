//! A pipeline of three stages that ends from either side: articles come in, several threads set them, one binds pages.

use std::{
    panic,
    sync::{
        Arc,
        mpsc::{self, Receiver, SendError, SyncSender, TrySendError},
    },
    thread::{self, JoinHandle},
};

use super::Shared;

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

/// A pipeline of three stages: a bounded intake, setters that share it, and a binder.
///
/// It ends from either side, each stage by the end of its neighbour:
///
/// - [`close`](Self::close) drops the last sender of the intake. The setters set what still waits there, and end; with
///   them end the senders of pages, and so the binder, after the last page.
/// - The binder ends first if it has enough. Then each setter gets its next page back from `send`, and ends; with the
///   last of them goes the receiver of the intake, and authors get the articles back that they hand in from then on.
///   Those that still wait there are dropped.
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
    /// The binder has a thread of its own. If the thread that hands in the articles were to collect the pages when it has
    /// handed in the last one, all would wait before: this thread for room, the setters for this thread.
    ///
    /// Pages are handed over by a channel of capacity zero. If it kept some, they would be lost with the receiver when
    /// the binder ends early; like this, a page is either taken or handed back.
    ///
    /// # Example: what was taken in comes out, and no more is taken in than can wait
    /// ```
    /// use std::collections::BTreeSet;
    /// use phase6_async::channels::press::{Article, Page, Press};
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

    /// Hands an article in, and waits while there is no room: authors go at the pace of the press. `Ok` does not promise
    /// that it will be bound.
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
    /// What a function owns is dropped after its last line, so the intake has to go before that, by name. If it were
    /// still there, this would wait for setters who wait for articles.
    ///
    /// # Panics
    /// If the binder panicked, with the same payload.
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
