//! What the topics promise, seen from outside.

mod procedural_macros;
mod attribute_macros;
