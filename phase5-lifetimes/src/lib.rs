//! Phase 5: lifetimes, as statements about who may hold what for how long.
//!
//! Each module is a lesson around one small problem of a publishing platform. It is not an introduction: that a reference
//! must not outlive its owner, and how to write `'a`, are taken as known. What is taught is what signatures and types with
//! lifetimes promise, what they forbid, and which promise a compiler's message asks for.
//!
//! In reading order:
//!
//! - [`lifetime_annotations`]: what a name says, which lifetimes may be exchanged, and what `'static` asks for.
//! - [`structs_with_references`]: views as types of their own, and what to do where a view is not enough.
//! - [`returning_references`]: where a returned reference can come from, and what an `impl Trait` keeps borrowed.
//! - [`lifetime_elision`]: which lifetimes the compiler fills in, by which rule, and where that is wrong.
//! - [`complex_borrowing`]: what the checker refuses although it would be right, and what is locked without being
//!   seen.
//! - [`lifetimes_in_options_and_iterators`]: views that come one at a time, may be missing, and may be wrong.
//!
//! Run a lesson's tour with `cargo run --example lifetime_annotations`, prove it with
//! `cargo test -p phase5-lifetimes lifetime_annotations`.

pub mod lifetime_annotations;
pub mod structs_with_references;
pub mod returning_references;
pub mod lifetime_elision;
pub mod complex_borrowing;
pub mod lifetimes_in_options_and_iterators;
