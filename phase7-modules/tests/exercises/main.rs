//! Reference solutions, held to the tests that learners get.

mod features_and_cfg;
