//! The lessons under loom: every order of their steps.

#![expect(clippy::duplicate_mod, reason = "a lesson is compiled as it is, and with weakened orderings")]

mod custom_allocators;
mod unsafe_rust;
