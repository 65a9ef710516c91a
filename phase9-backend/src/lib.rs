//! A publishing platform's backend: the RealWorld service, on axum and sqlx.
//!
//! The topics are lessons that lead through it, in reading order:
//!
//! - [`http_server`]: handlers, extractors, layers, connections, and who somebody is.
//! - [`database_access`]: one step, one transaction: two engines, one text of statements, and commits that are shared.
//! - [`observability`]: spans across awaits, fields, labels, and what must never be in a log.
//! - [`configuration`]: layers with provenance, all problems at once, secrets that cannot be printed.
//! - [`service_errors`]: errors that cross a process boundary: which are retried, and what nobody outside may see.
//! - [`backend_pipelines`]: bounded stages, batches, order, poison, and draining.
//! - [`domain_modeling`]: types that have been checked once, and stay true.
//! - [`async_backend`]: timeout, retry with a budget, circuit breaker, bulkhead, single flight.
//!
//! The rooms that they lead through: [`domain`] knows neither HTTP nor SQL, [`service`] has the use cases, [`store`] one
//! trait and what implements it, [`http`] the routes, [`server`] the connections, [`outbox`] what others are told,
//! [`config`] and [`telemetry`] what operators set and see. `main.rs` puts them together.

pub mod config;
pub mod domain;
pub mod http;
pub mod outbox;
pub mod server;
pub mod service;
pub mod store;
pub mod telemetry;

pub mod http_server;
pub mod database_access;
pub mod observability;
pub mod configuration;
pub mod service_errors;
pub mod backend_pipelines;
pub mod domain_modeling;
pub mod async_backend;
