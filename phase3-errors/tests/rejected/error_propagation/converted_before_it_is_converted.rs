//! `?` converts by itself. With a conversion before it there are two in a row, and nothing names the type between them.
//!
//! Repair: leave it to the `?`. `map_err` is for what a conversion cannot know.

use std::num::ParseIntError;

#[derive(Debug)]
struct BadOrder(ParseIntError);

impl From<ParseIntError> for BadOrder {
    fn from(error: ParseIntError) -> Self {
        Self(error)
    }
}

fn copies(order: &str) -> Result<u16, BadOrder> {
    #[cfg(not(fixed))]
    let copies = order.parse::<u16>().map_err(|error| error.into())?; //~ E0283
    #[cfg(fixed)]
    let copies = order.parse::<u16>()?;
    Ok(copies)
}

fn main() {
    if let Err(BadOrder(source)) = copies("many") {
        println!("{source}");
    }
}
