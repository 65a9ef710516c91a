//! Both traits are called `Write`, and in a module a name means one type or trait at most.
//!
//! So the second import is refused, and the method that was wanted from it is not found. Repair: `as _` imports a trait
//! for its methods alone. Nobody needs the name here, so neither trait gets one.

#[cfg(not(fixed))]
use std::fmt::Write;
#[cfg(not(fixed))]
use std::io::Write; //~ E0252
#[cfg(fixed)]
use std::{fmt::Write as _, io::Write as _};

fn main() {
    let mut page = String::new();
    writeln!(page, "<h1>{}</h1>", "Moving Day").expect("a text takes everything");
    std::io::stdout().write_all(page.as_bytes()).expect("somebody reads this"); //~ E0599
}
