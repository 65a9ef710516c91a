//! A `HashMap` can be named and made for any key. What is missing is found out at the first method that needs a hash.
//!
//! `new` has no bounds, `insert` has, so the error speaks of the method and not of the map. Repair: derive what the
//! note under the error lists.

use std::collections::HashMap;

#[cfg_attr(fixed, derive(PartialEq, Eq, Hash))]
enum Format {
    Hardcover,
    Paperback,
}

fn main() {
    let mut copies: HashMap<Format, u32> = HashMap::new();
    copies.insert(Format::Hardcover, 30); //~ E0599
    copies.insert(Format::Paperback, 500); //~ E0599
    println!("{}", copies.len());
}
