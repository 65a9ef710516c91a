//! What the topics promise, seen from outside.

mod cargo;

mod features_and_cfg;
