//! The body of an `async fn` is checked against the return type. In an async block there is none to check against.
//!
//! Without more, the error is shown where the block's value is used: in the expansion, which means at the attribute.
//! The macro puts a `return` in front that never runs and has the type, and so the error is shown in the body. Repair:
//! an outcome.

use phase8_macros::attribute_macros::retry;

#[retry(times = 2)]
async fn words(text: &str) -> Option<usize> {
    let words = text.split_whitespace().count();
    #[cfg(not(fixed))]
    {
        words //~ E0308
    }
    #[cfg(fixed)]
    {
        Some(words)
    }
}

fn main() {
    drop(words("keep the item"));
}
