//! A `?` converts only where a `From` says how. Here there is none, on purpose.
//!
//! A `From<ParseIntError>` would let this compile and turn both numbers into the same error, since it sees the error
//! and not where it comes from. Repair: say which field it was, then use `?`.

use std::num::ParseIntError;

#[derive(Debug)]
struct BadField {
    name: &'static str,
    source: ParseIntError,
}

fn sheets(pages: &str, copies: &str) -> Result<u32, BadField> {
    let pages: u32 = pages.parse().map_err(|source| BadField { name: "pages", source })?;
    #[cfg(not(fixed))]
    let copies = copies.parse::<u32>()?; //~ E0277
    #[cfg(fixed)]
    let copies: u32 = copies.parse().map_err(|source| BadField { name: "copies", source })?;
    Ok(pages.div_ceil(2) * copies)
}

fn main() {
    if let Err(BadField { name, source }) = sheets("12", "many") {
        println!("{name}: {source}");
    }
}
