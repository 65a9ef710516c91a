//! Modules, packages, features and documentation.
//!
//! In reading order:
//!
//! - [`modules_and_visibility`]: who sees what in a tree of modules, and a facade that is all of it from outside.
//! - [`packages_and_workspaces`]: what is compiled, what is published, and what a change reaches.
//! - [`external_crates`]: which versions are chosen, and what a new one may break.
//! - [`features_and_cfg`]: features that only add, and `cfg` for the few lines that cannot be built everywhere.
//! - [`rustdoc`]: which sentence of a documentation is checked by whom, and which by nobody.
//!
//! Packages are taught with packages: `press-core`, `press-render` and `press-cli`, nested in this one, are a small
//! library of several crates, its renderers behind features. What must not build, or needs two versions of one crate, is
//! in workspaces of its own under `tests/fixtures`.

pub mod modules_and_visibility;
pub mod packages_and_workspaces;
pub mod external_crates;
pub mod features_and_cfg;
pub mod rustdoc;
