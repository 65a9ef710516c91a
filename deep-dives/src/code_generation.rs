//! x
pub mod constants;
