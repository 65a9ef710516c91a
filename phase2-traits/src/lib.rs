//! Phase 2: traits and generics, as the means to say what must hold and to have the compiler see to it.
//!
//! Each module is a lesson around one small problem of a publishing platform. It is not an introduction: writing a trait,
//! an `impl` and a generic function is taken as known, and what is taught is what these allow, forbid and promise to
//! others.
//!
//! In reading order:
//!
//! - [`traits`]: who may implement a trait, how often, and what that leaves open for later.
//! - [`impl_blocks`]: which items exist for which values, and what the compiler computes for them.
//! - [`dynamic_dispatch`]: what a vtable forgets, how to get it back, and what to use instead.
//! - [`generics`]: shapes and meanings in types, and when each of them is checked.
//! - [`trait_bounds`]: the weakest bound that will do, which bounds are implied, and callbacks of every kind.
//! - [`operator_overloading`]: what may meet, what comes out, and what happens on overflow, decided by types.
//!
//! Run a lesson's tour with `cargo run --example traits`, prove it with `cargo test -p phase2-traits traits`.

pub mod traits;
pub mod impl_blocks;
pub mod dynamic_dispatch;
pub mod generics;
pub mod trait_bounds;
pub mod operator_overloading;
