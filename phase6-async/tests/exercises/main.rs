//! Reference solutions, held to the tests that learners get.

mod threads_and_shared_state;
mod channels;
mod async_await;
mod futures_and_streams;
mod tokio_ecosystem;
