//! What the topics promise, seen from outside.

mod features_and_cfg;
