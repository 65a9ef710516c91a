//! Deep dives: unsafe code, foreign functions, allocators, and generated code.
//!
//! Each is optional, and none needs another; what they share is that the compiler checks less, so other tools check more:
//! `cargo xtask sanitize`.
//!
//! In reading order:
//!
//! - [`unsafe_rust`]: what must hold, who guarantees it, and which tool would notice.
//! - [`ffi`]: a library in C behind a safe type, one of ours for C, and what owns what on the line between them.
//! - [`custom_allocators`]: an arena, a pool and a meter, the contracts that they keep, and what they cost.
//! - [`code_generation`]: one table and three ways from it into the program, by who runs them, and when.
//!
//! Run a lesson's tour with `cargo run --example unsafe_rust`, prove it with `cargo test -p deep-dives unsafe_rust`.

pub mod unsafe_rust;
pub mod ffi;
pub mod custom_allocators;
pub mod code_generation;
