//! Reference solutions, held to the tests that learners get.

mod custom_allocators;
