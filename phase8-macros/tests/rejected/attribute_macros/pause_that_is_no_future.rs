//! Between two attempts of an `async fn`, what `between` returns is awaited. An ordinary closure returns `()`.
//!
//! The call is in the expansion, but it has the place of the argument, and so has the error. Repair: an async closure.

use phase8_macros::attribute_macros::retry;

#[cfg_attr(not(fixed), retry(
    times = 3,
    between = |attempt| println!("attempt {attempt} has failed"), //~ E0277
))]
#[cfg_attr(fixed, retry(
    times = 3,
    between = async |attempt| println!("attempt {attempt} has failed"),
))]
async fn words(text: &str) -> Option<usize> {
    text.find(' ')
}

fn main() {
    drop(words("keep the item"));
}
