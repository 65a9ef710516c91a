//! The lessons under shuttle: many random orders of their steps.

mod sync {
    pub use shuttle::sync::Mutex;
}

#[path = "../../../src/threads_and_shared_state/accounts.rs"]
mod accounts;

mod threads_and_shared_state;
