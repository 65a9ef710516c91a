//! Since edition 2024, `_` is matched by `expr`, so a rule for `_` below one for expressions is never reached.
//!
//! What is refused is the `_` in the expansion, where a value is needed. The edition that counts is that of the crate with
//! the definition. Repair: the special rule first, right in every edition; or `$cents:expr_2021`, the old meaning.

macro_rules! price {
    ($cents:expr_2021) => {
        Some($cents)
    };
    (_) => {
        None
    };
}

#[cfg(not(fixed))]
macro_rules! price_today {
    ($cents:expr) => {
        Some($cents)
    };
    (_) => {
        None
    };
}

#[cfg(fixed)]
macro_rules! price_today {
    (_) => {
        None
    };
    ($cents:expr) => {
        Some($cents)
    };
}

fn main() {
    let old: [Option<u64>; 2] = [price!(2400), price!(_)];
    let new: [Option<u64>; 2] = [price_today!(2400), price_today!(_)]; //~ "`_` can only be used"
    println!("{old:?} {new:?}");
}
