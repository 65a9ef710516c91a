//! What the topics promise, seen from outside.

mod traits;
mod impl_blocks;
mod dynamic_dispatch;
mod generics;
mod trait_bounds;
mod operator_overloading;
