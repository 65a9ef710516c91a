//! Stages with queues between them: how a message gets through once, in order, and never only almost.
//!
//! After this lesson you can draw a pipeline as tasks and bounded queues, say how many messages can be inside, end it
//! without losing one, and say what each message's sender may conclude from the answer, and from none.
//!
//! Three pipelines of this service do the same things in different proportions. Read them in this order:
//!
//! | | [the writer's task](crate::store::Sqlite) | [the outbox](crate::outbox) | [`Entrance`], below |
//! |---|---|---|---|
//! | takes | steps of requests | events from storage | notices of an outbox |
//! | is bounded by | a queue of 1024 steps | [`at_once`](crate::outbox::Policy::at_once) articles | [`Policy::room`] |
//! | is full | `Unavailable`, so 503 | asks for no more: storage is the queue | [`NotTaken::Busy`], so 503 |
//! | batches | what has queued up during a commit | | by size or time: [`Batches`] |
//! | orders | all steps | the events of an article | the events of an article |
//! | poison | a savepoint undoes that step alone | is given up, with the reason | a receipt that says so |
//! | answers | after the commit | after the receiver's answer | after the commit |
//! | ends | takes no more, and commits what it has | begins no more, and settles what it has | takes no more, and stores what it has |
//!
//! The last column is the other half of the outbox: the index of a search, which another service keeps. A notice passes
//! three stages: *read* parses it, *enrich* asks somebody for what it does not say, *store* commits a batch. Each is an
//! *actor*: a task that owns what it works on, and that others reach by messages only, here with a way back.
//!
//! ```text
//!              queue            ┌─ queue ─ enrich ─┐  queue
//! Entrance ───────────── read ──┼─ queue ─ enrich ─┼───────── batches ── commit
//!     ▲                         └─ queue ─ enrich ─┘                        │
//!     └───────────────────── a receipt for each notice ─────────────────────┘
//! ```
//!
//! ```
//! use std::time::Duration;
//! use phase9_backend::backend_pipelines::{Change, MemoryIndex, NotTaken, Policy, Taken, start};
//! use phase9_backend::outbox::Payload;
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() {
//! let policy = Policy { queue: 8, lanes: 4, batch: 16, linger: Duration::from_millis(20) };
//! let enrich = |notice: Payload| async move {
//!     let Payload { id, kind, data, .. } = notice;
//!     let entry = (kind != "article.withdrawn").then(|| format!("{} by {}", data.title, data.author));
//!     Ok(Change { event: id, article: data.article, entry })
//! };
//! let (entrance, index) = start(MemoryIndex::default(), enrich, policy);
//! let notice = r#"{"id": 7, "type": "article.published", "timestamp": "2026-01-01T00:00:00Z",
//!     "data": {"article": 3, "slug": "once", "title": "Once", "author": "ada"}}"#;
//! assert_eq!(entrance.take(notice.into()).await, Ok(Taken::Stored));
//! assert_eq!(entrance.take(notice.into()).await, Ok(Taken::Repeated));
//! assert!(matches!(entrance.take("{}".into()).await, Err(NotTaken::Poison(_))));
//!
//! drop(entrance); // the last one: everything ends, in order
//! let index = index.await.expect("no stage panics");
//! assert_eq!(index.articles[&3], (7, Some("Once by ada".into())));
//! # }
//! ```
//!
//! # Bounded, everywhere
//!
//! A queue levels out differences for a moment. If the second stage is slower than the first for longer than that, the
//! queue grows, and with an unbounded one memory is the bound: latency rises all the while, and what ends it is the
//! operating system. With bounded ones a full queue stops the stage before it, and that the one before, up to the
//! entrance. There somebody must say no, because those who come in cannot be stopped: [`Entrance::take`] does not wait for
//! a place. [`Policy::room`] adds up what can be inside; with every bound known it is arithmetic.
//!
//! # Batches: by size or time, or by themselves
//!
//! A commit costs about the same for one change and for fifty. [`Batches`] waits for more: until the batch is full or its
//! *first* item has waited for `linger`. That adds up to `linger` to the latency of a quiet hour, where it gains nothing.
//! The writer's task needs no clock: it takes what is there
//! ([`recv_many`](tokio::sync::mpsc::Receiver::recv_many)), and while it commits, the next batch gathers by itself: one
//! item when it is quiet, a full batch under load. Prefer that. A clock is right where a commit is paid by the piece, or is
//! so quick that no batch would ever form.
//!
//! # Order is a matter of keys
//!
//! To keep all in order, do one at a time. To keep what belongs together in order, give each key a lane: [`start`] sends
//! an article's notices through the same task, and lanes do not wait for each other, until one is full: then *read* waits
//! for it, and with it everybody. More lanes, or longer queues, make that less likely, and no design makes it impossible
//! but one: to say no for a single key.
//!
//! # At least once, and marks, are effectively once
//!
//! Exactly-once delivery does not exist: whoever hears nothing must choose between sending again and giving up. What can
//! be had is that the *effect* happens once, and it takes three things together:
//!
//! 1. The sender repeats until it has an answer. The outbox does, because event and change were one transaction.
//! 2. The receiver answers after the commit, never before. Here the way back travels with the notice, as a
//!    [`oneshot`](tokio::sync::oneshot) sender, so that no stage can answer for a later one; if a stage panics, it is
//!    dropped, and the answer is [`NotTaken::Unavailable`].
//! 3. The receiver recognises repetitions, by something stored in the *same transaction* as the effect: a mark in another
//!    place could be stored when the effect is not.
//!
//! The mark is one number an article ([`Index::commit`]): the greatest event applied. That is small, and right only
//! because an article's events come in order and the next is not sent before the one before it is settled. If 8 could be
//! stored while 7 was refused for a moment, 7 would come later and pass for a repetition. Where that can happen, all keys
//! have to be kept for as long as repetitions may come. And an article that was withdrawn keeps its mark: a repetition of
//! its first event would bring it back.
//!
//! # Poison
//!
//! A message that fails each time blocks everything behind it if it is repeated, and is lost if it is not. So the two kinds of
//! failure are apart in the type, [`NotTaken`]: what may pass is answered with 503, and comes again; what is poison is
//! answered with 4xx, and the outbox gives it up and keeps the event with the reason. Somebody can look at it, and make it
//! due again. That is what other systems call a dead letter queue; here it is a column.
//!
//! # What `?` means in a stage
//!
//! In a stage there are two ends, and two types for them. `None`, from `recv`, is the end of the stage: it is what
//! `while let Some` asks for. `Err` is the end of one message, so it is a value that travels on with it, in a [`Receipt`].
//! A `?` in the loop mixes them up, and compiles as soon as the stage returns a `Result`: the first message that cannot be
//! read ends the stage, and with it, one after the other, all of them. So what may fail is a function of its own, where `?`
//! leaves that one message, as `enrich` is; the loop matches on what it returns.
//!
//! # The end
//!
//! No stage has a flag. When the last [`Entrance`] is dropped, *read* receives what is queued and then none, and ends; with
//! it go the lanes' senders, and so on, and the last batch does not wait for its time. What must be seen to is that nobody
//! keeps a sender: one clone in a struct that lives on, and the end never comes. ([`start`] has one as well; it is a local
//! variable, and gone when `start` returns.)

mod batches;
mod intake;

pub use batches::Batches;
pub use intake::{Change, Entrance, Index, MemoryIndex, NotTaken, Policy, Receipt, Taken, start};
