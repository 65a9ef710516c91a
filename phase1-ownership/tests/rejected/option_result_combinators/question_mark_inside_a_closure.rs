//! `?` leaves the innermost function, and that is the closure. There it would have to return a `Result`.
//!
//! Repair: let the closure return the result, and swap the layers of what `map` makes of it.

use std::num::ParseIntError;

fn embargo(field: Option<&str>) -> Result<Option<u32>, ParseIntError> {
    #[cfg(not(fixed))]
    return Ok(field.map(|day| day.parse::<u32>()?)); //~ E0277
    #[cfg(fixed)]
    return field.map(|day| day.parse()).transpose();
}

fn main() {
    println!("{:?}", embargo(Some("seven")));
}
