//! What the topics promise, seen from outside.

mod ffi;
