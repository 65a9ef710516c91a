//! What the topics promise, seen from outside.

mod declarative_macros;
mod rust_patterns;
