//! What the topics promise, seen from outside.

mod custom_allocators;
