//! An error leaves the function; the variables that it borrows its context from do not.
//!
//! A `move` in front of the closure, which the compiler suggests, moves the key, but the error borrows from it still.
//! Repair: own the context. The key itself moves into the error, so not even a copy is made.

use std::{fs, io};

#[derive(Debug)]
#[cfg(not(fixed))]
struct Unreadable<'k> {
    key: &'k str,
    cause: io::Error,
}

#[cfg(not(fixed))]
fn picture(slug: &str) -> Result<Vec<u8>, Unreadable<'_>> {
    let key = format!("covers/{slug}.png");
    fs::read(&key).map_err(|cause| Unreadable { key: &key, cause }) //~ E0373
}

#[derive(Debug)]
#[cfg(fixed)]
struct Unreadable {
    key: String,
    cause: io::Error,
}

#[cfg(fixed)]
fn picture(slug: &str) -> Result<Vec<u8>, Unreadable> {
    let key = format!("covers/{slug}.png");
    fs::read(&key).map_err(|cause| Unreadable { key, cause })
}

fn main() {
    if let Err(Unreadable { key, cause }) = picture("emma") {
        println!("{key}: {cause}");
    }
}
