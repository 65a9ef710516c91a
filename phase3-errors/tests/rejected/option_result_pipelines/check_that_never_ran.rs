//! An adapter is lazy: where nothing ends the stream, nothing was checked, and the function returns `Ok` for any input.
//!
//! It is only a warning, and here denied. Repair: `try_for_each`, which ends the stream and returns the first error.

#![deny(unused_must_use)]

fn check(line: &str) -> Result<(), String> {
    if line.contains('|') { Ok(()) } else { Err(format!("{line:?} has no author")) }
}

fn check_all(text: &str) -> Result<(), String> {
    #[cfg(not(fixed))]
    text.lines().map(check); //~ unused_must_use
    #[cfg(fixed)]
    text.lines().try_for_each(check)?;
    Ok(())
}

fn main() {
    println!("{:?}", check_all("Moves | Ada\nBorrows"));
}
