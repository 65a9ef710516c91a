//! Reference solutions, held to the tests that learners get.

mod procedural_macros;
mod attribute_macros;
