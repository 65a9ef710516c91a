//! Modules, packages, features and documentation.
//!
//! In reading order:
//!
pub mod modules_and_visibility;
pub mod rustdoc;
