//! Phase 1: ownership and the core types, for those who know the rules and want to stop fighting them.
//!
//! Each module is a lesson around one small problem of a publishing house. It is not an introduction: moves, `&`,
//! `&mut` and `match` are taken as known, and what is taught is why the compiler refuses the next thing one tries.
//!
//! In reading order:
//!
//! - [`advanced_borrowing`]: where a borrow ends, what a move takes, how to change what you only borrow.
//! - [`disjoint_field_borrows`]: two parts of one value at once; what a path is, and where it ends.
//! - [`enums_and_patterns`]: states that cannot be wrong, and what an exhaustive match really checks.
//! - [`option_result_combinators`]: missing or wrong values, turned into what a caller wants without a `match`.
//! - [`slices_and_vec`]: lengths in types and patterns, cuts instead of indices, and what a `Vec` adds to a slice.
//! - [`iterators`]: what an iterator promises beyond `next`, and who relies on it.
//! - [`strings_and_heap`]: where text lives, who owns it, and when it is copied.
//! - [`methods_and_references`]: what a signature lends, to whom and for how long, and which method a call means.
//!
//! Run a lesson's tour with `cargo run --example advanced_borrowing`, prove it with
//! `cargo test -p phase1-ownership advanced_borrowing`.

pub mod advanced_borrowing;
pub mod disjoint_field_borrows;
pub mod enums_and_patterns;
pub mod option_result_combinators;
pub mod slices_and_vec;
pub mod iterators;
pub mod strings_and_heap;
pub mod methods_and_references;
