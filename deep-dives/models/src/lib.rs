//! The lessons' own source under a model checker.
//!
//! A lesson that is to be checked takes the types of `std::sync` from a module `sync` beside it. `tests/loom` includes the
//! very same file by `#[path]`, with another `sync` beside it, made of loom's types. So what is taught is what is checked,
//! and no `--cfg` changes the workspace.
//!
//! The classic mistakes are made in the same way: a `sync` whose atomics weaken one kind of access, beside the unchanged
//! lesson. Loom must reject each, since a checker that accepts everything proves nothing.
//!
//! Run: `cargo test -p deep-dives-models`.
