//! Reference solutions, held to the tests that learners get.

mod http_server;
mod database_access;
mod observability;
mod configuration;
mod service_errors;
mod backend_pipelines;
mod domain_modeling;
mod async_backend;
