//! A tuple variant is a function from its field, so as a mapper it takes that one error type and no other.
//!
//! The line was copied from a step that reads files, but this step parses. Repair: the variant for what fails here.

use std::{io, num::ParseIntError};

#[derive(Debug)]
enum Cause {
    Read(io::Error),
    Width(ParseIntError),
}

fn width(text: &str) -> Result<u32, Cause> {
    #[cfg(not(fixed))]
    return text.parse::<u32>().map_err(Cause::Read); //~ E0631
    #[cfg(fixed)]
    return text.parse::<u32>().map_err(Cause::Width);
}

fn main() {
    println!("{:?} {:?}", width("640"), Cause::Read(io::ErrorKind::TimedOut.into()));
}
