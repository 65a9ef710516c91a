//! What the topics promise, seen from outside.

mod cargo;
mod modules_and_visibility;
mod packages_and_workspaces;
mod external_crates;
mod features_and_cfg;
mod rustdoc;
