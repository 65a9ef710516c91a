//! Reference solutions, held to the tests that learners get.

mod declarative_macros;
mod procedural_macros;
mod attribute_macros;
mod rust_patterns;
mod zero_cost_abstractions;
