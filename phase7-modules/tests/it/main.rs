//! What the topics promise, seen from outside.

mod cargo;

mod packages_and_workspaces;
mod external_crates;
