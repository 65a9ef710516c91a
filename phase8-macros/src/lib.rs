//! Macros, patterns, and what abstractions cost.
//!
//! In reading order:
//!
pub mod declarative_macros;
pub mod rust_patterns;
