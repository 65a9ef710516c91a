//! Start tasks, stop them, and know at every `.await` what is lost if it is the last one.
//!
//! A future is inert until it is awaited, and gone when it is dropped. A *task* is a future that was handed to the
//! runtime: it runs whether or not anybody waits for it, on whichever thread is free. So `tokio::spawn` asks for
//! `'static` (nobody promises to keep what it borrows) and for `Send` (it may change threads at any `.await`), and it
//! asks so on a runtime of one thread, too, because the bounds are the function's. What to do about it:
//!
//! | refused | repair |
//! |---|---|
//! | the task borrows a local (E0373) | `async move`, and a clone of an `Arc` made before it |
//! | the task borrows from an argument (E0521) | own it; or do not spawn: `join_all` of `futures` polls futures that borrow, all in the task that awaits it |
//! | an `Rc` lives across an `.await` | `Arc`, or an `Rc` that is gone before; else a thread of its own, see [`proofs`] |
//! | a blocking closure takes an `Rc` (E0277) | move the plain data into it, and take the result out of it |
//!
//! A task has no scope, so something must hold it. What happens to the task when that is dropped, and to its panic:
//!
//! | holder | dropped | a panic | for |
//! |---|---|---|---|
//! | [`JoinHandle`] | the task runs on | `Err(JoinError)` for whoever awaits the handle, else only a message | one task |
//! | [`JoinSet`] | aborts them all | `Err(JoinError)` from `join_next`; `join_all` passes it on | results: [`feeds`] |
//! | [`TaskTracker`] | all run on | the task counts as finished | waiting for the end: [`mailing`] |
//!
//! To *abort* a task is to ask: the runtime drops the future when it next waits at an `.await`, but not in the call.
//! Whoever must know that it is gone joins it, or calls [`JoinSet::shutdown`]. What [`spawn_blocking`] has begun has no
//! `.await`, and runs to its end.
//!
//! # What a dropped operation loses
//!
//! `select!` polls several futures, and drops those that were not first. In a loop, the same thing is then asked for
//! anew. That is harmless if dropping the unfinished future and making it again changes nothing: the operation is
//! then called *cancel safe*.
//!
//! | dropped before it is ready | loses | instead |
//! |---|---|---|
//! | `recv` of `mpsc` and `broadcast`, `changed` of `watch` | nothing | |
//! | `join_next`, or `&mut` of a `JoinHandle` or of a oneshot's receiver | nothing | |
//! | `read` of bytes | nothing | |
//! | `read_exact` | the bytes that it has read so far | `read` into a buffer that outlives the loop |
//! | `mpsc::Sender::send` | the message, and its place in the queue | `reserve`: only the place |
//! | `lock` of a `Mutex`, `acquire` of a semaphore | its place in the queue | keep one future, pinned outside of the loop |
//! | `sleep` | what it has waited | the same |
//! | an `async fn` of your own | whatever it kept in variables across an `.await` | keep that outside of the loop |
//!
//! # Time in tests
//!
//! With `#[tokio::test(start_paused = true)]`, tokio's clock stands still while a task can run; when none can, it
//! jumps to the next timer. An hour takes no time, and timers fire in their order. It needs the feature `test-util`
//! and a runtime of one thread. `std::time::Instant` is not affected, and as long as a blocking closure runs, the
//! clock does not jump.
//!
//! # What a task costs
//!
//! Two tasks that send a message to and fro need about a tenth of the time of two threads, as the kernel takes no part
//! in it. One might expect that of a runtime of one thread only, but two workers are about as fast: a task that wakes another
//! puts it next in line on its own worker, and so the two are mostly on one thread.
//! `cargo bench -p phase6-async --bench tokio_ecosystem` has all three.
//!
//! [`JoinHandle`]: tokio::task::JoinHandle
//! [`JoinSet`]: tokio::task::JoinSet
//! [`JoinSet::shutdown`]: tokio::task::JoinSet::shutdown
//! [`TaskTracker`]: tokio_util::task::TaskTracker
//! [`spawn_blocking`]: tokio::task::spawn_blocking

pub mod feeds;
pub mod mailing;
pub mod proofs;
