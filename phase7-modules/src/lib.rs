//! Modules, packages, features and documentation.
//!
//! In reading order:
//!
//! - [`features_and_cfg`]: features that only add, and `cfg` for the few lines that cannot be built everywhere

pub mod features_and_cfg;
