//! Phase 1: ownership and the core types, for those who know the rules and want to stop fighting them.
//!
//! Each module is a lesson around one small problem of a publishing house. It is not an introduction: moves, `&`,
//! `&mut` and `match` are taken as known, and what is taught is why the compiler refuses the next thing one tries.
//!
//! In reading order:
//!
//! - [`advanced_borrowing`]: where a borrow ends, what a move takes, how to change what you only borrow.
//!
//! Run a lesson's tour with `cargo run --example advanced_borrowing`, prove it with
//! `cargo test -p phase1-ownership advanced_borrowing`.

pub mod advanced_borrowing;
