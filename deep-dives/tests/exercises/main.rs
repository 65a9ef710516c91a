//! Reference solutions, held to the tests that learners get.

mod unsafe_rust;
mod ffi;
mod custom_allocators;
mod code_generation;
