//! `flatten` joins two errors of one type and converts nothing. For others the method does not exist, and the compiler
//! takes it for the one of iterators.
//!
//! Repair: bring both to one type first, here by `map_err` on the inner one. (`??` would convert each with `From`.)

use std::{num::ParseIntError, str::Utf8Error};

#[derive(Debug)]
enum Bad {
    Text(Utf8Error),
    Number(ParseIntError),
}

fn length(field: &[u8]) -> Result<u16, Bad> {
    let text = str::from_utf8(field).map_err(Bad::Text);
    #[cfg(not(fixed))]
    return text.map(str::parse::<u16>).flatten(); //~ E0599
    #[cfg(fixed)]
    return text.map(|text| text.parse().map_err(Bad::Number)).flatten();
}

fn main() {
    println!("{:?} {:?}", length(b"12"), length(b"?"));
}
