//! What the topics promise, seen from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world has failed")]

mod postgres;
mod program;
mod queue;
mod support;

mod http_server;
mod database_access;
mod observability;
mod configuration;
mod service_errors;
mod backend_pipelines;
mod domain_modeling;
mod async_backend;
