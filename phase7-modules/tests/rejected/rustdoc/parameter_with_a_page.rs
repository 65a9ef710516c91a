//! Parameters have no place of their own on a page, so they take no `///`.
//!
//! Repair: what a caller must know goes to the documentation of the function, in terms of the parameter's name.

#[cfg(not(fixed))]
fn fee(
    /// In cents for each word. //~ "documentation comments cannot be applied to function parameters"
    rate: u64,
    words: u64,
) -> u64 {
    rate * words
}

/// The fee for a number of words at a `rate` in cents for each.
#[cfg(fixed)]
fn fee(rate: u64, words: u64) -> u64 {
    rate * words
}

fn main() {
    println!("{} cents", fee(12, 100));
}
