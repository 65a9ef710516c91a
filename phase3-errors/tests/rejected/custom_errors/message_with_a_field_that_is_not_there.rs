//! The message is checked against the fields, not found out at run time.
//!
//! Repair: the name of the field.

#[derive(Debug, thiserror::Error)]
#[cfg_attr(not(fixed), error("line {lien} cannot be set"))] //~ E0425
#[cfg_attr(fixed, error("line {line} cannot be set"))]
struct PageError {
    line: usize,
}

fn main() {
    println!("{}", PageError { line: 3 });
}
