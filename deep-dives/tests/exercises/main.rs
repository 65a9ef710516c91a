//! Reference solutions, held to the tests that learners get.

mod code_generation;
