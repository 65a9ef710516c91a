//! A `?` leaves the closure, not the function around it, and the closure of `for_each` returns `()`.
//!
//! Repair: `try_for_each`, whose closure returns a `Result` and which stops at the first error.

use std::num::ParseIntError;

fn print_all(orders: &[&str]) -> Result<(), ParseIntError> {
    #[cfg(not(fixed))]
    orders.iter().for_each(|copies| {
        println!("{} copies", copies.parse::<u16>()?); //~ E0277
    });
    #[cfg(fixed)]
    orders.iter().try_for_each(|copies| {
        println!("{} copies", copies.parse::<u16>()?);
        Ok(())
    })?;
    Ok(())
}

fn main() {
    println!("{:?}", print_all(&["300", "many"]));
}
