//! Phase 3: errors as values, from a single `?` to pipelines of many functions.
//!
//! Each module is a lesson around one small problem of a publishing platform. It is not an introduction: `Option`,
//! `Result` and `?` are taken as known, and what is taught is how to design with them.
//!
//! In reading order:
