//! Reference solutions, held to the tests that learners get.

mod unsafe_rust;
