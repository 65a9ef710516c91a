//! Reference solutions, held to the tests that learners get.

mod http_server;
mod database_access;
mod service_errors;
mod backend_pipelines;
mod async_backend;
