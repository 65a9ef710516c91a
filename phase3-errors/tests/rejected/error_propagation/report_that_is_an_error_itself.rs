//! A type that is made from all errors cannot be an error: it would be made from itself, in a second way.
//!
//! The standard library has `impl<T> From<T> for T`, which every `?` between equal types uses. Repair: the report lends
//! the error that it holds, and is none itself.

use std::{error::Error, fmt};

#[derive(Debug)]
struct Report(Box<dyn Error>);

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<E: Error + 'static> From<E> for Report {
    //~^ E0119
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

#[cfg(not(fixed))]
impl Error for Report {}

#[cfg(fixed)]
impl AsRef<dyn Error> for Report {
    fn as_ref(&self) -> &(dyn Error + 'static) {
        &*self.0
    }
}

fn main() {
    println!("{}", Report::from(fmt::Error));
}
