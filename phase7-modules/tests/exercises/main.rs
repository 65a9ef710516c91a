//! Reference solutions, held to the tests that learners get.

mod packages_and_workspaces;
mod external_crates;
