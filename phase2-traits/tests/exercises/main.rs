//! Reference solutions, held to the tests that learners get.

mod traits;
mod impl_blocks;
mod dynamic_dispatch;
mod generics;
mod trait_bounds;
mod operator_overloading;
