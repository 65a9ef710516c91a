//! What the topics promise, seen from outside.

mod cargo;
mod modules_and_visibility;
mod features_and_cfg;
mod rustdoc;
