//! `extract_if` is an iterator, and iterators do nothing by themselves: no page is removed here.
//!
//! Repair: collect what is extracted. If nobody wants it, `retain` is the method.

#![deny(unused_must_use)]

fn main() {
    let mut coverage = vec![90, 0, 40, 0];
    #[cfg(not(fixed))]
    coverage.extract_if(.., |ink| *ink == 0); //~ unused_must_use
    #[cfg(fixed)]
    coverage.retain(|ink| *ink != 0);
    println!("{coverage:?}");
}
