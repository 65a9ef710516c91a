//! What the topics promise, seen from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world has failed")]

mod program;
mod support;
mod observability;
mod configuration;
mod domain_modeling;
