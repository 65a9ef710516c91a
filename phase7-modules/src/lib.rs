//! Modules, packages, features and documentation.
//!
//! In reading order:
//!
pub mod features_and_cfg;
