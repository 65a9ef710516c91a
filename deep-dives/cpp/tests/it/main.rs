//! What the bridge between Rust and C++ promises.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world has failed")]

mod ffi;
