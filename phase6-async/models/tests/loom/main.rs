//! The lessons under loom: every order of their steps.

mod sync {
    pub use loom::sync::{Arc, atomic};
}

#[path = "../../../src/threads_and_shared_state/counts.rs"]
mod counts;

mod threads_and_shared_state;
