//! Reference solutions, held to the tests that learners get.

mod declarative_macros;
mod rust_patterns;
