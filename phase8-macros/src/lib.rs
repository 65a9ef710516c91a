//! Macros, patterns, and what abstractions cost.
//!
//! In reading order:
//!
//! - [`declarative_macros`]: one table, and all the code that has to agree with it.
//! - [`rust_patterns`]: which pattern for which promise, and what each one cannot keep.

pub mod declarative_macros;
pub mod rust_patterns;
