//! Reference solutions, held to the tests that learners get.

mod lifetime_annotations;
mod structs_with_references;
mod returning_references;
mod lifetime_elision;
mod complex_borrowing;
mod lifetimes_in_options_and_iterators;
