//! Deep dives: unsafe code, foreign functions, allocators, and generated code.
//!
//! In reading order:
//!
//! - [`unsafe_rust`]: what must hold, who guarantees it, and which tool would notice.
pub mod unsafe_rust;
