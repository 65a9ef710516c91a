//! Reference solutions, held to the tests that learners get.

mod service_errors;
mod async_backend;
