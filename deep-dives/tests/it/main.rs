//! What the topics promise, seen from outside.

mod unsafe_rust;
