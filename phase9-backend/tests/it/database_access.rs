//! Storage: that all of it answers alike, that its statements are what they should be, and what happens when others are
//! in the way.

pub mod build;
mod conformance;
mod engines;
mod model;
mod groups;
mod races;
mod statements;
