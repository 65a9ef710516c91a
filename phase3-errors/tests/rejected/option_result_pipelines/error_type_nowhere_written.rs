//! A closure that uses `?` and ends in `Ok` has no error type of its own: `?` converts, and could convert to many.
//!
//! `Result<u32, _>` at the end of the stream leaves it open, too. Repair: write the type in one of the two places.

#[cfg(fixed)]
use std::num::ParseIntError;

fn main() {
    let areas = "12x3,4x5".split(',').map(|size| {
        let (width, height) = size.split_once('x').unwrap_or((size, "1"));
        Ok(width.parse::<u32>()? * height.parse::<u32>()?)
    });
    #[cfg(not(fixed))]
    let sum = areas.sum::<Result<u32, _>>(); //~ E0282
    #[cfg(fixed)]
    let sum = areas.sum::<Result<u32, ParseIntError>>();
    println!("{}", sum.unwrap_or(0));
}
