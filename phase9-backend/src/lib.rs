//! A publishing platform's backend.

pub mod config;
pub mod domain;
pub mod http;
pub mod server;
pub mod service;
pub mod store;
pub mod telemetry;

pub mod observability;
pub mod configuration;
pub mod domain_modeling;
