//! The bound of `judge` is not met by the outcome of the future, and the return type is what is to blame.
//!
//! The error is shown at the argument, which is a local of the expansion. Call and argument were given the place of the
//! return type. Repair: a type that says whether it has failed.

use phase8_macros::attribute_macros::retry;

#[cfg(not(fixed))]
type Count = usize;
#[cfg(fixed)]
type Count = Option<usize>;

#[retry(times = 2)]
async fn words(text: &str) -> Count {
    //~^ E0277 "a `usize` does not say whether it has failed"
    let words = text.split_whitespace().count();
    #[cfg(not(fixed))]
    return words;
    #[cfg(fixed)]
    return Some(words).filter(|words| *words > 0);
}

fn main() {
    drop(words("keep the item"));
}
