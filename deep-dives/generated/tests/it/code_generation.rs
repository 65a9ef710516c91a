//! The promises of the topic that concern its generators.

mod builds;
mod by_quote;
mod checked_in;
mod rows;

use crate::table::{self, Row};

/// The table of this package.
const TABLE: &str = include_str!("../../problems.txt");

#[track_caller]
fn parsed(text: &str) -> Vec<Row> {
    table::parse(text).unwrap_or_else(|faults| panic!("{faults:?}"))
}
