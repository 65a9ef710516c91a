//! `?` calls `From`; it does not coerce. A box that promises more is not a box that promises less.
//!
//! Boxes are made from a type that implements `Error`, and `Box<dyn Error + Send + Sync>` does not: if it did, making a
//! box of it would collide with `From<T> for T`. Repair: coerce it where a type is expected, before the `?`.

use std::error::Error;

fn print(copies: &str) -> Result<u32, Box<dyn Error + Send + Sync>> {
    Ok(copies.parse()?)
}

fn print_all(orders: &[&str]) -> Result<u32, Box<dyn Error>> {
    let mut printed = 0;
    for copies in orders {
        #[cfg(not(fixed))]
        let copies = print(copies)?; //~ E0277
        #[cfg(fixed)]
        let copies = print(copies).map_err(|error| -> Box<dyn Error> { error })?;
        printed += copies;
    }
    Ok(printed)
}

fn main() {
    println!("{:?}", print_all(&["300", "many"]));
}
