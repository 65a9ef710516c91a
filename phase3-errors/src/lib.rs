//! Phase 3: errors as values, from a single `?` to pipelines of many functions.
//!
//! Each module is a lesson around one small problem of a publishing platform. It is not an introduction: `Option`,
//! `Result` and `?` are taken as known, and what is taught is how to design with them.
//!
//! In reading order:
//!
//! - [`option_result_pipelines`]: one stream of results, and many ways to end it.
//! - [`error_propagation`]: what `?` does to an error on its way up to `main`.
//! - [`custom_errors`]: an error type of one's own, written out and derived.
//! - [`error_chaining`]: many steps, one error type, and every failure arrives with its context.
//! - [`safe_pipelines`]: from a file of unknown quality to a ledger, with a line for everything that was refused.
//!
//! Run a lesson's tour with `cargo run --example error_propagation`, prove it with
//! `cargo test -p phase3-errors error_propagation`.

pub mod option_result_pipelines;
pub mod error_propagation;
pub mod custom_errors;
pub mod error_chaining;
pub mod safe_pipelines;
