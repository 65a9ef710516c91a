//! Slugs that follow from other things. What is made here is right by construction and is not checked again.

use std::borrow::Cow;

use super::Slug;

/// Makes slugs of titles.
pub trait ToSlug {
    /// The words of the title in lower case; whatever is no ASCII letter or digit separates words. `None` if there are
    /// no words.
    ///
    /// # Example: from a title to an address
    /// ```
    /// use phase7_modules::modules_and_visibility::prelude::*;
    ///
    /// assert_eq!("Move, Copy & Clone".to_slug(), Some(slug!("move-copy-clone")));
    /// assert_eq!("…".to_slug(), None);
    /// ```
    fn to_slug(&self) -> Option<Slug>;
}

impl ToSlug for str {
    fn to_slug(&self) -> Option<Slug> {
        let words = self.split(|character: char| !character.is_ascii_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
        (!words.is_empty()).then(|| Slug(Cow::Owned(words.join("-"))))
    }
}

impl Slug {
    /// `moving-day` as `moving-day-2`.
    ///
    /// For `archive` alone, which is not above: the facade is the nearest module that is above both. A method of a
    /// public type may be less visible than the type (E0624 for callers).
    pub(in crate::modules_and_visibility) fn numbered(&self, number: usize) -> Self {
        Self(Cow::Owned(format!("{self}-{number}")))
    }
}
