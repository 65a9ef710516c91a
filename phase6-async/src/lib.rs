//! Phase 6: threads, channels, futures and tasks, and how each of them ends.
//!
//! Each module is a lesson around one small problem of a publishing platform. It is not an introduction: spawning a
//! thread, sending on a channel and writing `.await` are taken as known, and what is taught is what can be relied on when
//! several things go on at once: what is shared, who waits, what is lost, and who cleans up.
//!
//! In reading order:
//!
//! - [`threads_and_shared_state`]: what threads may borrow, move and share, and what they see of each other.
//! - [`channels`]: who waits for whom, who notices that nobody is left, and how a pipeline ends.
//! - [`async_await`]: what an `async fn` compiles to, who runs it, and what is lost when it is dropped.
//! - [`futures_and_streams`]: who keeps which waker, what a pin promises, how much is in flight, and what a dropped
//!   future loses.
//! - [`tokio_ecosystem`]: who holds a task, what a dropped operation loses, and how a program of tasks ends.
//!
//! Run a lesson's tour with `cargo run --example channels`, prove it with `cargo test -p phase6-async channels`. What is
//! said of time is measured by `cargo bench -p phase6-async`; what is said of the order of steps is tried by model
//! checkers, `cargo test -p phase6-models`.

pub mod threads_and_shared_state;
pub mod channels;
pub mod async_await;
pub mod futures_and_streams;
pub mod tokio_ecosystem;

mod sync;
