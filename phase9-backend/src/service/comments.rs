//! What readers say about articles.

use super::{Service, ServiceError};
use crate::domain::{Body, Comment, CommentId, NewComment, Slug, Timestamp, UserId, Validation};

impl Service {
    /// Adds a comment to an article.
    ///
    /// # Errors
    /// If there is no such article, or [`ServiceError::Invalid`] if there is nothing in the comment.
    pub async fn add_comment(
        &self,
        author: UserId,
        slug: String,
        body: Option<String>,
    ) -> Result<Comment, ServiceError> {
        let mut validation = Validation::default();
        let body = validation.required("body", body.map(Body::parse));
        let body = validation.whole(body)?;
        let comment = NewComment { author, body, at: Timestamp::now() };
        Ok(self.store.add_comment(Slug::from_address(slug), comment).await?)
    }

    /// The comments on an article, the oldest first.
    ///
    /// # Errors
    /// If there is no such article.
    pub async fn comments(&self, viewer: Option<UserId>, slug: String) -> Result<Vec<Comment>, ServiceError> {
        Ok(self.store.comments(viewer, Slug::from_address(slug)).await?)
    }

    /// Removes a comment of `user` from an article.
    ///
    /// # Errors
    /// If there is none, or if it is somebody else's.
    pub async fn remove_comment(
        &self,
        user: UserId,
        slug: String,
        comment: CommentId,
    ) -> Result<(), ServiceError> {
        Ok(self.store.remove_comment(user, Slug::from_address(slug), comment).await?)
    }
}
