//! A struct that owns a text and also has a view of it could never be moved, not even out of the function that made it.
//!
//! The view borrows `source`; putting `source` into the struct moves it, and returning the struct returns a view of a
//! local variable. Repair: keep where the part is, and make the view when it is asked for.

use std::ops::Range;

#[cfg(not(fixed))]
struct Stored<'s> {
    source: String,
    title: &'s str,
}

#[cfg(fixed)]
struct Stored {
    source: String,
    title: Range<usize>,
}

#[cfg(not(fixed))]
fn store<'s>(source: String) -> Stored<'s> {
    let title = &source[7..];
    Stored { source, title } //~ E0505 //~ E0515
}

#[cfg(fixed)]
fn store(source: String) -> Stored {
    Stored { title: 7..source.len(), source }
}

fn main() {
    let stored = store("title: On Loops".to_owned());
    #[cfg(fixed)]
    println!("{}", &stored.source[stored.title.clone()]);
    println!("{} bytes", stored.source.len());
}
