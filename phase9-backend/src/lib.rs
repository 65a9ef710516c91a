//! A publishing platform's backend.
//!
//! - [`http_server`]: handlers, extractors, layers, connections, and who somebody is

pub mod config;
pub mod domain;
pub mod http;
pub mod server;
pub mod service;
pub mod store;
pub mod telemetry;

pub mod http_server;
