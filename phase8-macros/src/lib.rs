//! Macros, patterns, and what abstractions cost.
//!
//! In reading order:
//!
pub mod procedural_macros;
pub mod attribute_macros;
