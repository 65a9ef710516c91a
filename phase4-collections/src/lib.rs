//! Phase 4: collections, by what they cost, what they lend, and how they are filled.
//!
//! Each module is a lesson around structures that a publishing platform needs. It is not an introduction: pushing,
//! inserting and looking up are taken as known, and what is taught is how to choose, nest, change and fill collections
//! without paying for what is not needed.
//!
//! In reading order:
//!
//! - [`deque_map_set`]: what a map asks of its keys, what each look-up costs, and what order adds.
//! - [`nested_collections`]: collections in collections, and when one flat list does the same for less.
//! - [`collection_borrowing`]: what to hold instead of a reference while a collection changes.
//! - [`collection_iterators`]: what a loop lends from a collection of one's own, and what it must never lend.
//! - [`collecting`]: a type that says what becomes of a stream, and what that costs.
//!
//! Run a lesson's tour with `cargo run --example deque_map_set`, prove it with
//! `cargo test -p phase4-collections deque_map_set`.
//!
//! What is said of time is measured by `cargo bench -p phase4-collections`, what is said of allocations is counted by
//! `cargo test -p phase4-collections --test allocations`.

pub mod deque_map_set;
pub mod nested_collections;
pub mod collection_borrowing;
pub mod collection_iterators;
pub mod collecting;
