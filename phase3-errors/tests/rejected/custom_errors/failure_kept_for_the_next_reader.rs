//! `io::Error` is not `Clone`, since it may hold any error; so nothing that holds one is `Clone` by deriving it.
//!
//! Repair: share it. An `Arc` of an error is an error, too, but `source()` then leads to an `Arc<io::Error>`, and
//! whoever downcasts to `io::Error` finds none.

use std::{collections::HashMap, io};

#[cfg(not(fixed))]
type Cause = io::Error;
#[cfg(fixed)]
type Cause = std::sync::Arc<io::Error>;

#[derive(Debug, Clone, thiserror::Error)]
#[error("the page cannot be read")]
struct PageError(#[source] Cause); //~ E0277

fn page(known: &mut HashMap<String, Result<String, PageError>>, name: &str) -> Result<String, PageError> {
    let read = || Err(PageError(io::Error::from(io::ErrorKind::NotFound).into()));
    known.entry(name.to_owned()).or_insert_with(read).clone()
}

fn main() {
    println!("{:?}", page(&mut HashMap::new(), "moves.html"));
}
