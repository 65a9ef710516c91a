//! A wrong argument is the only error: the function is still there, so its callers are not refused as well.
//!
//! An attribute macro replaces its item. If it returned the error alone, there would be no `fetch`, and every call an
//! E0425. The mark goes to the number, and not to the whole attribute.

use phase8_macros::attribute_macros::retry;

#[cfg_attr(not(fixed), retry(
    times = 0, //~ "a number of attempts: at least one"
))]
#[cfg_attr(fixed, retry(times = 2))]
fn fetch(url: &str) -> Option<&str> {
    url.strip_prefix("gemini:")
}

fn main() {
    println!("{:?}", fetch("gemini:feed"));
}
