//! Macros, patterns, and what abstractions cost.
//!
//! In reading order:
//!
pub mod zero_cost_abstractions;
