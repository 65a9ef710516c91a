//! Reference solutions, held to the tests that learners get.

mod observability;
mod configuration;
mod domain_modeling;
