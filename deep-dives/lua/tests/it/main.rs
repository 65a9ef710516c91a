//! What filters promise, and why their limits are as they are.

mod ffi;
