//! Reference solutions, held to the tests that learners get.

mod modules_and_visibility;
mod features_and_cfg;
mod rustdoc;
