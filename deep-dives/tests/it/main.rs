//! What the topics promise, seen from outside.

mod code_generation;
