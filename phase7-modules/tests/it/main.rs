//! What the topics promise, seen from outside.

mod packages_and_workspaces;
mod external_crates;
