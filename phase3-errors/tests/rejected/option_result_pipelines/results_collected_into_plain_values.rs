//! `collect` does not open the results of a stream: nobody has said what is to happen to the errors.
//!
//! Repair: say it in the type. A `Result` is all or nothing; a `Vec<Result<_, _>>` keeps every verdict.

use std::num::ParseIntError;

fn lengths(fields: &str) -> Result<Vec<u16>, ParseIntError> {
    #[cfg(not(fixed))]
    let lengths: Vec<u16> = fields.split(',').map(str::parse::<u16>).collect(); //~ E0277
    #[cfg(fixed)]
    let lengths: Vec<u16> = fields.split(',').map(str::parse::<u16>).collect::<Result<_, _>>()?;
    Ok(lengths)
}

fn main() {
    println!("{:?}", lengths("12,3,?"));
}
