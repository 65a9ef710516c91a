//! Futures and streams from the inside: who keeps which waker, what a pin promises, what a dropped future loses.
//!
//! After this lesson you can write futures and stream adapters by hand where no combinator fits, bound what runs at the
//! same time, and say of an `async fn` whether a `select` may drop it. The lesson reads the archives of other
//! publishers, page by page. All of its tests poll by hand, so you can see each step without an executor.
//!
//! A future is a value with one method, and its caller and it owe each other something:
//!
//! | duty | whose | if it is neglected |
//! |---|---|---|
//! | `Pending` only if somebody holds the waker: you, or a future that you polled and that has just said `Pending`; or if it was called meanwhile | future | nobody polls again: the task hangs |
//! | keep the waker of the *last* poll, for a future may move from one task to another | future | the wrong task is woken |
//! | look again at each poll; nobody promises that something has happened | future | a spurious poll is taken for news |
//! | poll again after a wake; several wakes may be one poll | caller | the task hangs |
//! | do not poll after `Ready`, or after the `None` of a stream, unless it is documented what happens | caller | a panic, or anything else that is safe |
//!
//! The compiler checks none of these. Neglect is never unsound; mostly it is a task that hangs. What types do check is
//! the [`Pin`](std::pin::Pin): `poll` takes `Pin<&mut Self>`, a promise of the caller that the value stays where it is
//! until it is dropped. For a type that is [`Unpin`], the promise is empty. A future of an `async` block never is
//! `Unpin`, since it may contain references to its own variables.
//!
//! | you have | you need a `Pin<&mut _>` | so |
//! |---|---|---|
//! | a future or stream in a variable | within this function | `pin!(it)` |
//! | the same | elsewhere, or in a collection | `Box::pin(it)`: the box may move, its content stays |
//! | a `Pin<&mut _>` | for several polls | `it.as_mut()`: a reborrow |
//! | a `Pin<&mut _>` of a struct | to one of its fields | a projection: [`until`] |
//! | something `Unpin` | | `Pin::new(&mut it)`, and `get_mut` gets you out again |
//!
//! A [`Stream`](futures::Stream) is to a future what an iterator is to a function: `poll_next` may be asked again after
//! `Ready(Some(_))`. The trait is the `futures` crate's; the standard library has none on stable. Four modules, each on
//! one question:
//!
//! | module | question |
//! |---|---|
//! | [`delivery`] | which waker is kept, and when is it called? |
//! | [`until`] | how does a poll get from a pinned struct to its fields? |
//! | [`batches`] | what is lost when a future is dropped half-way? |
//! | [`crawl`] | how much is in flight, and who makes it go on? |

pub mod delivery;
pub mod until;
pub mod batches;
pub mod crawl;
