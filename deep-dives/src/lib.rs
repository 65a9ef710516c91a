//! Deep dives: unsafe code, foreign functions, allocators, and generated code.
//!
//! In reading order:
//!
//! - [`custom_allocators`]: an arena, a pool and a meter, the contracts that they keep, and what they cost.

pub mod custom_allocators;
