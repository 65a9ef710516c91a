//! Macros, patterns, and what abstractions cost.
//!
//! In reading order:
//!
//! - [`declarative_macros`]: one table, and all the code that has to agree with it.
//! - [`procedural_macros`]: a derive from tokens to tokens: who may name what, where errors go, and how to test it.
//! - [`attribute_macros`]: a function's body replaced and nothing else; order, arguments, and errors that come alone.
//! - [`rust_patterns`]: which pattern for which promise, and what each one cannot keep.
//! - [`zero_cost_abstractions`]: what each abstraction costs, and which witness can tell.
//!
//! The macros that are procedural are in packages of their own, nested in this one: `phase8-proc-macros` is what the
//! compiler loads, `phase8-expand` has the logic and its tests. `phase8-counts` has the claims about instructions that
//! `cargo xtask counts` holds against callgrind.

// So that `::phase8_macros` in an expansion is this library inside of it, too.
extern crate self as phase8_macros;

pub mod declarative_macros;
pub mod procedural_macros;
pub mod attribute_macros;
pub mod rust_patterns;
pub mod zero_cost_abstractions;
