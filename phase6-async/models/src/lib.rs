//! The lessons' own source under model checkers.
//!
//! A lesson that is to be checked names no type of `std::sync` itself. It takes them from `crate::sync`, which
//! `phase6-async` fills from the standard library. Each test program here is a crate of its own, with a `crate::sync`
//! made of a checker's types, and includes the very same file by `#[path]`. So what is taught is what is checked, and no
//! `--cfg` changes the workspace.
//!
//! | test program | checker | tries | finds |
//! |---|---|---|---|
//! | `tests/loom` | loom | every order of the steps, and old values where the orderings permit them | an ordering that is too weak |
//! | `tests/shuttle` | shuttle | many random orders of the steps, in larger programs | a deadlock, a state seen half changed |
//!
//! Run: `cargo test -p phase6-models`. Beside the lessons, each has the classic mistakes, and must reject them: a checker
//! that accepts everything proves nothing.
