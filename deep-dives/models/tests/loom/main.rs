//! The lessons under loom: every order of their steps.

mod unsafe_rust;
