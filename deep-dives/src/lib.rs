//! Deep dives: unsafe code, foreign functions, allocators, and generated code.
//!
//! In reading order:
//!
//! - [`code_generation`]: one table and three ways from it into the program, by who runs them, and when.
pub mod code_generation;
