//! Articles: whole, in lists, and about to be written.

use std::fmt;

use super::{Body, Description, Profile, Tag, Tags, Timestamp, Title, UserId, Username};

/// An article's name in addresses; unique, and derived from its title.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

/// `/articles/feed` is the feed. An article of this name could be written, and never be read.
const RESERVED: [&str; 1] = ["feed"];

impl Slug {
    /// Letters and digits of the title, in lower case, with a hyphen for everything between them; never empty, and
    /// never one of the words that mean something else at the same place of an address.
    ///
    /// ```
    /// use phase9_backend::domain::{Slug, Title};
    ///
    /// let slug = |title| Title::parse(title).map(|title| Slug::of(&title).to_string());
    /// assert_eq!(slug("How to train your dragon?"), Ok("how-to-train-your-dragon".into()));
    /// assert_eq!(slug("Zürich – 東京"), Ok("zürich-東京".into()));
    /// assert_eq!(slug("!?"), Ok("untitled".into()));
    /// assert_eq!(slug("Feed"), Ok("feed-article".into()));
    /// ```
    pub fn of(title: &Title) -> Self {
        let lower = title.as_str().to_lowercase();
        let words: Vec<_> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            [] => Self("untitled".into()),
            [word] if RESERVED.contains(word) => Self(format!("{word}-article")),
            words => Self(words.join("-")),
        }
    }

    /// This slug with something after it, for an article whose title another one has already.
    #[must_use]
    pub fn with_suffix(&self, suffix: &str) -> Self {
        Self(format!("{}-{suffix}", self.0))
    }

    /// A slug from an address or from storage: there may be such an article or not.
    pub fn from_address(slug: String) -> Self {
        Self(slug)
    }

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An article without its body, as one user sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleSummary {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its headline.
    pub title: Title,
    /// What it is about.
    pub description: Description,
    /// In its author's order.
    pub tags: Tags,
    /// When it was published.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Whether the one who looks has marked it.
    pub favorited: bool,
    /// How many users have marked it.
    pub favorites_count: i64,
    /// Who wrote it.
    pub author: Profile,
}

/// A whole article, as one user sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// All but its text.
    pub summary: ArticleSummary,
    /// Its text.
    pub body: Body,
}

/// A part of a list of articles, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Those of the page.
    pub articles: Vec<ArticleSummary>,
    /// How many there are on all pages.
    pub total: i64,
}

/// Which articles are wanted: those that meet all of the conditions.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Have this tag.
    pub tag: Option<Tag>,
    /// Are by this author.
    pub author: Option<Username>,
    /// Are marked by this user.
    pub favorited: Option<Username>,
}

/// An article that is about to be published.
#[derive(Clone, Debug)]
pub struct NewArticle {
    /// Who wrote it.
    pub author: UserId,
    /// The slug of its title.
    pub slug: Slug,
    /// Its slug if another article has that one.
    pub other_slug: Slug,
    /// Its headline.
    pub title: Title,
    /// What it is about.
    pub description: Description,
    /// Its text.
    pub body: Body,
    /// In its author's order.
    pub tags: Tags,
    /// When it is published.
    pub at: Timestamp,
}

/// What an author wants to have otherwise; what is `None` stays.
#[derive(Clone, Debug)]
pub struct ArticleChanges {
    /// A new headline, and the two slugs that it may lead to, as in [`NewArticle`].
    pub title: Option<(Title, Slug, Slug)>,
    /// What it is about.
    pub description: Option<Description>,
    /// Its text.
    pub body: Option<Body>,
    /// When.
    pub at: Timestamp,
}
