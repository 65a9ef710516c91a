//! What the topics promise, seen from outside.

mod option_result_pipelines;
mod error_propagation;
mod custom_errors;
mod error_chaining;
mod safe_pipelines;
