//! A muncher calls itself once for each token and once more at the end. Deeper than 128 is refused by default.
//!
//! `#![recursion_limit = "200"]` moves the wall and keeps the work, which grows with the square of the length. Repair: a
//! repetition has no depth. Each word becomes an element of an array, and the array knows its length.

#[cfg(not(fixed))]
macro_rules! count {
    () => { 0 };
    ($first:ident $($rest:ident)*) => { 1 + count!($($rest)*) };
}

#[cfg(fixed)]
macro_rules! count {
    ($($word:ident)*) => { <[&str]>::len(&[$(stringify!($word)),*]) };
}

const WORDS: usize = count!( //~ "recursion limit reached"
    a a a a a a a a a a a a a a a a  a a a a a a a a a a a a a a a a
    a a a a a a a a a a a a a a a a  a a a a a a a a a a a a a a a a
    a a a a a a a a a a a a a a a a  a a a a a a a a a a a a a a a a
    a a a a a a a a a a a a a a a a  a a a a a a a a a a a a a a a a
);

fn main() {
    println!("{WORDS} words");
}
