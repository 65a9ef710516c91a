//! An error outlives what it is about: a `Box<dyn Error>` is `dyn Error + 'static`, but the line belongs to the caller.
//!
//! Repair: an error owns its context. It costs an allocation only where something fails.

use std::error::Error;

#[cfg(not(fixed))]
#[derive(Debug, thiserror::Error)]
#[error("{line:?} has no end")]
struct Unclosed<'l> {
    line: &'l str,
}

#[cfg(fixed)]
#[derive(Debug, thiserror::Error)]
#[error("{line:?} has no end")]
struct Unclosed {
    line: String,
}

fn check(line: &str) -> Result<(), Box<dyn Error>> {
    match line.matches('*').count() % 2 {
        0 => Ok(()),
        _ => Err(Box::new(Unclosed { line: line.into() })), //~ "may not live long enough"
    }
}

fn main() {
    println!("{:?}", check("a *word"));
}
