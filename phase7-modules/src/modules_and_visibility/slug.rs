//! The text of an address.

mod derived;
mod literal;

use std::{
    borrow::{Borrow, Cow},
    fmt,
};

pub use derived::ToSlug;
pub use literal::slug;

/// A part of an address: words of `a`-`z` and `0`-`9` with single hyphens between them, at least one word.
///
/// That holds for every value, because only this module and those below it can make one from a text: the field is
/// private, and so is the constructor, which is visible where all fields are. From outside, `Slug` is therefore a type
/// and no function (E0423).
///
/// # Example: what is not a slug does not become one
/// ```
/// use phase7_modules::modules_and_visibility::Slug;
///
/// assert_eq!(Slug::new("moving-day").expect("two words").as_str(), "moving-day");
/// assert_eq!(Slug::new("moving--day"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Cow<'static, str>);

impl Slug {
    /// The text as a slug, unless it is none.
    pub fn new(text: &str) -> Option<Self> {
        is_slug(text).then(|| Self(Cow::Owned(text.to_owned())))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Slugs are compared as their texts are, so a map with slugs as keys can be asked for a text.
impl Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

/// Private, and yet `literal` can call it: it stands below.
const fn is_slug(text: &str) -> bool {
    let bytes = text.as_bytes();
    // A hyphen needs a word before it, and so does the end of the text.
    let mut in_word = false;
    let mut at = 0;
    while at < bytes.len() {
        in_word = match bytes[at] {
            b'a'..=b'z' | b'0'..=b'9' => true,
            b'-' if in_word => false,
            _ => return false,
        };
        at += 1;
    }
    in_word
}
