//! What the bridge between Rust and C++ promises.

mod ffi;
