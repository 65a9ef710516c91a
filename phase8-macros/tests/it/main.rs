//! What the topics promise, seen from outside.

mod declarative_macros;
mod procedural_macros;
mod attribute_macros;
mod rust_patterns;
mod zero_cost_abstractions;
