//! Macros, patterns, and what abstractions cost.
//!
//! In reading order:
//!
//! - [`zero_cost_abstractions`]: what each abstraction costs, and which witness can tell.

pub mod zero_cost_abstractions;
