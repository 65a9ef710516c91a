//! What `source` returns can be downcast, and a downcast needs `'static`; so a cause that borrows cannot be a source.
//!
//! Repair: the cause becomes a part of the message. (Or it owns its text; then it can be a source.)

use std::{error::Error, fmt};

#[derive(Debug)]
struct NoName<'q>(&'q str);

impl fmt::Display for NoName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no name in {:?}", self.0)
    }
}

impl Error for NoName<'_> {}

#[derive(Debug)]
struct Refused<'q>(NoName<'q>);

impl fmt::Display for Refused<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the search is refused: {}", self.0)
    }
}

impl Error for Refused<'_> {
    #[cfg(not(fixed))]
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0) //~ "may not live long enough"
    }
}

fn main() {
    println!("{}", Refused(NoName("=5")));
}
