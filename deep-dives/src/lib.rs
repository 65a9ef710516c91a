//! Deep dives: unsafe code, foreign functions, allocators, and generated code.
//!
//! In reading order:
//!
pub mod custom_allocators;
