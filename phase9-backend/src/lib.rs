//! A publishing platform's backend.

pub mod domain;
pub mod http;
pub mod service;
pub mod store;
