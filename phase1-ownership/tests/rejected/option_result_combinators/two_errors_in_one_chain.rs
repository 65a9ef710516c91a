//! `and_then` does not convert errors: both results must have the same one, whatever `From` could do.
//!
//! Repair: convert with `map_err` before the chain goes on. (`?` between two statements would convert by itself.)

use std::num::ParseIntError;

#[derive(Debug)]
enum PriceError {
    NotANumber(ParseIntError),
    TooHigh(u32),
}

impl From<ParseIntError> for PriceError {
    fn from(error: ParseIntError) -> Self {
        Self::NotANumber(error)
    }
}

fn bounded(cents: u32) -> Result<u32, PriceError> {
    if cents <= 100_000 { Ok(cents) } else { Err(PriceError::TooHigh(cents)) }
}

fn price(text: &str) -> Result<u32, PriceError> {
    #[cfg(not(fixed))]
    return text.parse().and_then(bounded); //~ E0271
    #[cfg(fixed)]
    return text.parse().map_err(PriceError::from).and_then(bounded);
}

fn main() {
    println!("{:?}", price("900"));
}
