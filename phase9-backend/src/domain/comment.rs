//! Comments on articles.

use super::{Body, CommentId, Profile, Timestamp, UserId};

/// A comment, as one user sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Never changes.
    pub id: CommentId,
    /// What it says.
    pub body: Body,
    /// When it was written; comments do not change.
    pub created_at: Timestamp,
    /// Who wrote it.
    pub author: Profile,
}

/// A comment that is about to be kept.
#[derive(Clone, Debug)]
pub struct NewComment {
    /// Who wrote it.
    pub author: UserId,
    /// What it says.
    pub body: Body,
    /// When.
    pub at: Timestamp,
}
