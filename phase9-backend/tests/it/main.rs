//! What the topics promise, seen from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world has failed")]

mod postgres;
mod queue;
mod support;

mod http_server;
mod database_access;
mod service_errors;
mod backend_pipelines;
mod async_backend;
