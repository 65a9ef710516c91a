//! Macros, patterns, and what abstractions cost.
//!
//! In reading order:
//!
//! - [`procedural_macros`]: a derive from tokens to tokens: who may name what, where errors go, and how to test it.
//! - [`attribute_macros`]: a function's body replaced and nothing else; order, arguments, and errors that come alone.

// So that `::phase8_macros` in an expansion is this library inside of it, too.
extern crate self as phase8_macros;

pub mod procedural_macros;
pub mod attribute_macros;
