//! `?` would put the error into the box, but the box is `dyn Error + 'static`, and the error is a part of the query.
//!
//! Repair: `+ '_`, if the caller still has the query. (Otherwise, the error must become something that owns its text.)

use std::{error::Error, fmt};

#[derive(Debug)]
struct NoName<'q>(&'q str);

impl fmt::Display for NoName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no name in {:?}", self.0)
    }
}

impl Error for NoName<'_> {}

fn name(pair: &str) -> Result<&str, NoName<'_>> {
    pair.split('=').next().filter(|name| !name.is_empty()).ok_or(NoName(pair))
}

#[cfg(not(fixed))]
fn length(pair: &str) -> Result<usize, Box<dyn Error>> {
    Ok(name(pair)?.len()) //~ "may not live long enough"
}

#[cfg(fixed)]
fn length(pair: &str) -> Result<usize, Box<dyn Error + '_>> {
    Ok(name(pair)?.len())
}

fn main() {
    println!("{:?}", length("=5"));
}
