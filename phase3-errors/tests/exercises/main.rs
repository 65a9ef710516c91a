//! Reference solutions, held to the tests that learners get.

mod option_result_pipelines;
mod error_propagation;
mod custom_errors;
mod error_chaining;
mod safe_pipelines;
