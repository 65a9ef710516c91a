//! Texts that people write, each within its bounds.

use std::fmt;

use super::Invalid;

fn bounded(text: String, max: usize) -> Result<String, Invalid> {
    if text.len() > max { Err(Invalid("is too long")) } else { storable(text) }
}

/// PostgreSQL's texts have no zero in them.
fn storable(text: String) -> Result<String, Invalid> {
    if text.contains('\0') { Err(Invalid("must not contain a NUL character")) } else { Ok(text) }
}

/// The text as it is, if there is anything in it but white space.
fn some(text: String, max: usize) -> Result<String, Invalid> {
    if text.trim().is_empty() { Err(Invalid::BLANK) } else { bounded(text, max) }
}

/// The text without white space at its ends, if that leaves one line.
fn one_line(text: String, max: usize) -> Result<String, Invalid> {
    let text = some(text.trim().to_owned(), max)?;
    // Unicode has two more ways to break a line, which are no control characters.
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if text.chars().any(breaks) { Err(Invalid("must be a single line")) } else { Ok(text) }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $Text:ident, $max:literal, $check:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Text(String);

        impl $Text {
            /// The greatest number of bytes.
            pub const MAX_BYTES: usize = $max;

            /// Checks what somebody wrote.
            ///
            /// # Errors
            /// If it breaks a rule of this type.
            pub fn parse(text: impl Into<String>) -> Result<Self, Invalid> {
                $check(text.into(), $max).map(Self)
            }

            /// What storage has kept, which was checked before it got there.
            pub fn from_storage(text: String) -> Self {
                Self(text)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $Text {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

texts! {
    /// An article's headline: one line, without white space at its ends.
    Title, 200, one_line;
    /// What an article is about: one line.
    Description, 1_000, one_line;
    /// The text of an article or a comment, as it was written, in Markdown.
    Body, 100_000, some;
    /// A word that articles are found by: one line, without white space at its ends.
    Tag, 50, one_line;
    /// What users say about themselves; may be empty.
    Bio, 2_000, bounded;
    /// The address of a user's picture, which clients load; may be empty.
    Image, 2_000, bounded;
}

/// The tags of an article, in its author's order, none of them twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags(Vec<Tag>);

impl Tags {
    /// The greatest number of tags.
    pub const MAX: usize = 20;

    /// Checks each of the tags; of those that are written twice, the first counts.
    ///
    /// ```
    /// use phase9_backend::domain::Tags;
    ///
    /// let tags = Tags::parse(["rust".into(), " async ".into(), "rust".into()])?;
    /// assert_eq!(tags.iter().map(|tag| tag.as_str()).collect::<Vec<_>>(), ["rust", "async"]);
    /// # Ok::<(), phase9_backend::domain::Invalid>(())
    /// ```
    ///
    /// # Errors
    /// If one of them is no tag, or if there are too many.
    pub fn parse(tags: impl IntoIterator<Item = String>) -> Result<Self, Invalid> {
        let mut kept: Vec<Tag> = Vec::new();
        for tag in tags {
            let tag = Tag::parse(tag)?;
            if !kept.contains(&tag) {
                kept.push(tag);
            }
            if kept.len() > Self::MAX {
                return Err(Invalid("are too many (maximum is 20)"));
            }
        }
        Ok(Self(kept))
    }

    /// What storage has kept, which was checked before it got there.
    pub fn from_storage(tags: Vec<Tag>) -> Self {
        Self(tags)
    }

    /// The tags, in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Tag> {
        self.0.iter()
    }
}
