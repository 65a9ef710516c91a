//! Reference solutions, held to the tests that learners get.

mod database_access;
