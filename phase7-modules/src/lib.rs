//! Modules, packages, features and documentation.
//!
//! In reading order:
//!
//! - [`packages_and_workspaces`]: what is compiled, what is published, and what a change reaches.
//! - [`external_crates`]: which versions are chosen, and what a new one may break.

pub mod packages_and_workspaces;
pub mod external_crates;
