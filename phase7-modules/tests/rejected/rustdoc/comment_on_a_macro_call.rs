//! A `///` above a macro call does not reach what the macro writes: the call is gone when there are items to document.
//!
//! Repair: the macro takes the documentation, which is an attribute, and puts it where it belongs.

#![deny(unused_doc_comments)]

#[cfg(not(fixed))]
macro_rules! fee {
    ($name:ident, $cents:literal) => {
        pub const $name: u64 = $cents;
    };
}

#[cfg(fixed)]
macro_rules! fee {
    ($(#[$attribute:meta])* $name:ident, $cents:literal) => {
        $(#[$attribute])*
        pub const $name: u64 = $cents;
    };
}

/// Cents for each word. //~ unused_doc_comments
#[cfg(not(fixed))]
fee!(TRANSLATION, 12);

#[cfg(fixed)]
fee!(
    /// Cents for each word.
    TRANSLATION,
    12
);

fn main() {
    println!("{} cents", TRANSLATION * 100);
}
