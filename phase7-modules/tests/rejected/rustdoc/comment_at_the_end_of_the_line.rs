//! A `///` documents what follows it, also at the end of a line: "Copies" describes `cents`, and `copies` is bare.
//!
//! Without the lint, the page is wrong and nobody says so, unless rustfmt moves the comment to the line above
//! `cents`. Repair: documentation stands above what it describes.

#![crate_type = "lib"]
#![deny(missing_docs)]
//! What a bookshop orders.

/// A number of copies of one title.
#[cfg(not(fixed))]
#[rustfmt::skip]
pub struct Order {
    pub copies: u32, /// Copies of the book. //~ missing_docs
    pub cents: u64, // Cents for each of them.
}

/// A number of copies of one title.
#[cfg(fixed)]
pub struct Order {
    /// Copies of the book.
    pub copies: u32,
    /// Cents for each of them.
    pub cents: u64,
}
