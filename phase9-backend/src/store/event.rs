//! What others are told about articles.

use crate::domain::{ArticleId, EventId, Slug, Timestamp, Title, Username};

/// What has happened to an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// It can be read.
    Published,
    /// It has been changed.
    Revised,
    /// It can no longer be read.
    Withdrawn,
}

impl EventKind {
    /// As storage and subscribers know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "article.published",
            Self::Revised => "article.revised",
            Self::Withdrawn => "article.withdrawn",
        }
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Published, Self::Revised, Self::Withdrawn].into_iter().find(|kind| kind.name() == name)
    }
}

/// Something that has happened to an article, and that has to be told.
///
/// It was stored in the same transaction as the change itself: there is no change without its event, and no event
/// without its change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Greater than those of all earlier events of the article.
    pub id: EventId,
    /// Which article; also when it is gone.
    pub article: ArticleId,
    /// What has happened.
    pub kind: EventKind,
    /// The article's slug after that.
    pub slug: Slug,
    /// The article's title after that.
    pub title: Title,
    /// Who wrote the article.
    pub author: Username,
    /// When it happened.
    pub at: Timestamp,
    /// How often delivery was tried before.
    pub attempts: u32,
}

/// What has become of the delivery of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// It has arrived.
    Delivered {
        /// When.
        at: Timestamp,
    },
    /// It has not arrived, and is to be tried again.
    Postponed {
        /// Not before.
        until: Timestamp,
        /// What went wrong, for people.
        reason: String,
    },
    /// It will not be tried again.
    Abandoned {
        /// When that was decided.
        at: Timestamp,
        /// What went wrong, for people.
        reason: String,
    },
}
