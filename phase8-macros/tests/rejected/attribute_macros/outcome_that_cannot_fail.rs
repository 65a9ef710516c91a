//! A macro sees how a type is spelled, and `Line` might be anything. The bound of the function that it calls sees the
//! type.
//!
//! The call was given the place of the return type, so the error is shown there, in the words of the trait: "a `String`
//! does not say whether it has failed". Repair: a type that does.

use phase8_macros::attribute_macros::retry;

#[cfg(not(fixed))]
type Line = String;
#[cfg(fixed)]
type Line = Option<String>;

#[retry(times = 3)]
fn headline(article: &str) -> Line {
    //~^ E0277 "a `String` does not say whether it has failed"
    let line = article.lines().next().map(str::to_owned);
    #[cfg(not(fixed))]
    return line.unwrap_or_default();
    #[cfg(fixed)]
    return line;
}

fn main() {
    println!("{:?}", headline("Spans"));
}
