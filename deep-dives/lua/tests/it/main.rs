//! What filters promise, and why their limits are as they are.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world has failed")]

mod ffi;
