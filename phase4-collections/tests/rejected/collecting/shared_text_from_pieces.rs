//! `Box<str>` can be collected, and `Arc<[T]>` can, but `Arc<str>` cannot: the standard library has no `FromIterator`
//! for it.
//!
//! Repair: collect into a `String` and turn that into an `Arc<str>`, which copies the text once.

use std::sync::Arc;

fn slug(title: &str) -> Arc<str> {
    let words = title.split_whitespace().map(str::to_lowercase);
    #[cfg(not(fixed))]
    return words.collect(); //~ E0277
    #[cfg(fixed)]
    return words.collect::<String>().into();
}

fn main() {
    println!("{}", slug("Dockers Vote"));
}
