//! What the topics promise, seen from outside.

mod modules_and_visibility;
mod rustdoc;
