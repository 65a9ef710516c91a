//! A parser that runs on a device without an operating system has no `std`, and needs none to define an error.
//!
//! Repair: `core::error::Error` is the same trait under the name that always exists; what thiserror 2 derives uses it,
//! too.

#![no_std]
#![crate_type = "lib"]

use core::fmt;

#[derive(Debug)]
pub struct Unclosed {
    pub column: usize,
}

impl fmt::Display for Unclosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the emphasis at column {} has no end", self.column)
    }
}

#[cfg(not(fixed))]
impl std::error::Error for Unclosed {} //~ E0433
#[cfg(fixed)]
impl core::error::Error for Unclosed {}

#[derive(Debug, thiserror::Error)]
#[error("line {line} cannot be set")]
pub struct LineError {
    pub line: usize,
    pub source: Unclosed,
}
