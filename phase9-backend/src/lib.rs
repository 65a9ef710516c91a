//! A publishing platform's backend.

pub mod config;
pub mod domain;
pub mod http;
pub mod outbox;
pub mod server;
pub mod service;
pub mod store;
pub mod telemetry;

pub mod service_errors;
pub mod backend_pipelines;
pub mod async_backend;
