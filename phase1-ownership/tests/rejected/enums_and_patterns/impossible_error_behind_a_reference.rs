//! `Err(Infallible)` cannot exist, and a `Result` at hand needs no arm for it. Behind a reference it does.
//!
//! Repair: take the result apart by value.

use std::convert::Infallible;

#[cfg(not(fixed))]
fn words(parsed: &Result<String, Infallible>) -> usize {
    let Ok(reason) = parsed; //~ E0005
    reason.split(' ').count()
}

#[cfg(fixed)]
fn words(parsed: Result<String, Infallible>) -> usize {
    let Ok(reason) = parsed;
    reason.split(' ').count()
}

fn main() {
    #[cfg(not(fixed))]
    println!("{} words", words(&"too dear".parse()));
    #[cfg(fixed)]
    println!("{} words", words("too dear".parse()));
}
