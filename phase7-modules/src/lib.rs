//! Modules, packages, features and documentation.
//!
//! In reading order:
//!
//! - [`modules_and_visibility`]: who sees what in a tree of modules, and a facade that is all of it from outside.
//! - [`rustdoc`]: which sentence of a documentation is checked by whom, and which by nobody.

pub mod modules_and_visibility;
pub mod rustdoc;
