//! `derive` is an attribute for types. A wrapper for functions is an attribute macro of its own.

use phase8_macros::attribute_macros::retry;

#[cfg_attr(not(fixed), derive(Clone))] //~ E0774
#[cfg_attr(fixed, retry(times = 2))]
fn words(text: &str) -> Option<usize> {
    text.find(' ')
}

fn main() {
    println!("{:?}", words("keep the item"));
}
