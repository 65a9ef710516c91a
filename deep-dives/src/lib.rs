//! Deep dives: unsafe code, foreign functions, allocators, and generated code.
//!
//! In reading order:
//!
//! - [`ffi`]: a library in C behind a safe type, one of ours for C, and what owns what on the line between them.

pub mod ffi;
