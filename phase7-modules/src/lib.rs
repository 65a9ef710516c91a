//! Modules, packages, features and documentation.
//!
//! In reading order:
//!
pub mod packages_and_workspaces;
pub mod external_crates;
