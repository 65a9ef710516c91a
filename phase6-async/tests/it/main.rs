//! What the topics promise, seen from outside.

mod threads_and_shared_state;
mod channels;
mod async_await;
mod futures_and_streams;
mod tokio_ecosystem;
