//! The types of `std::sync` that a model checker replaces by its own: the package `phase6-models` compiles the same
//! lessons with another `crate::sync`.

pub(crate) use std::sync::{Arc, Mutex, atomic};
