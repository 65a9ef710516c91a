//! What the topics promise, seen from outside.

mod unsafe_rust;
mod ffi;
mod custom_allocators;
mod code_generation;
