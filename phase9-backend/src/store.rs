//! Storage: one trait, and what implements it.
//!
//! Each method is one step that happens wholly or not at all. What must hold between reading and writing (that a name
//! is free, that an article is its editor's) is decided inside the step, because outside of it somebody else may be
//! faster.

mod error;
mod event;
mod memory;
mod postgres;
mod sqlite;

use std::{fmt, sync::Arc};

use futures::future::BoxFuture;

use crate::domain::{
    Article, ArticleChanges, Comment, CommentId, Email, EventId, Filter, Listing, NewArticle, NewComment,
    NewUser, Page, PasswordHash, Profile, Slug, Tag, Timestamp, User, UserChanges, UserId, Username,
};

pub use error::{Field, StoreError, Thing};
pub use event::{Event, EventKind, Settlement};
pub use memory::Memory;
pub use postgres::Postgres;
pub use sqlite::{Sqlite, SqliteLimits};

/// The statements, so that tests can hand each of them to the engines.
#[doc(hidden)]
pub mod statements {
    pub use super::{postgres::sql as postgres, sqlite::sql as sqlite};
}

/// What a step has come to, later.
///
/// A boxed future, because services hold storage as `dyn Store`: which database it is, is known when the program
/// starts and not when it is compiled. An allocation a step is nothing beside a statement.
pub type Step<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

/// Whatever keeps the platform's data.
///
/// When a step that changes something has ended well, the change is durable.
pub trait Store: fmt::Debug + Send + Sync + 'static {
    /// Registers a user.
    ///
    /// # Errors
    /// [`StoreError::Taken`] if the name or the address belongs to somebody.
    fn create_user(&self, new: NewUser) -> Step<'_, User>;

    /// Changes a user.
    ///
    /// # Errors
    /// [`StoreError::Taken`] if the new name or address belongs to somebody else.
    fn update_user(&self, user: UserId, changes: UserChanges) -> Step<'_, User>;

    /// A user, as they see themselves.
    fn user(&self, user: UserId) -> Step<'_, User>;

    /// The user who logs in with an address, and their password; none if there is no such user.
    fn credentials(&self, email: Email) -> Step<'_, Option<(User, PasswordHash)>>;

    /// A user, as `viewer` sees them.
    fn profile(&self, viewer: Option<UserId>, name: Username) -> Step<'_, Profile>;

    /// Makes `follower` follow a user, or no longer. Doing so again changes nothing.
    fn set_following(&self, follower: UserId, name: Username, following: bool) -> Step<'_, Profile>;

    /// Publishes an article, and notes the event.
    fn publish(&self, new: NewArticle) -> Step<'_, Article>;

    /// An article, as `viewer` sees it.
    fn article(&self, viewer: Option<UserId>, slug: Slug) -> Step<'_, Article>;

    /// Changes an article of `editor`, and notes the event.
    ///
    /// # Errors
    /// [`StoreError::NotYours`] if somebody else wrote it.
    fn revise(&self, editor: UserId, slug: Slug, changes: ArticleChanges) -> Step<'_, Article>;

    /// Removes an article of `editor` with all that belongs to it, and notes the event.
    ///
    /// # Errors
    /// [`StoreError::NotYours`] if somebody else wrote it.
    fn withdraw(&self, editor: UserId, slug: Slug, at: Timestamp) -> Step<'_, ()>;

    /// Marks an article for `user`, or no longer. Doing so again changes nothing.
    fn set_favorite(&self, user: UserId, slug: Slug, favorite: bool) -> Step<'_, Article>;

    /// The articles that meet `filter`, the newest first, as `viewer` sees them.
    ///
    /// How many there are is counted right after the page was read; what is published in between is counted already.
    fn articles(&self, viewer: Option<UserId>, filter: Filter, page: Page) -> Step<'_, Listing>;

    /// The articles of those whom `reader` follows, the newest first; counted as those of [`articles`](Self::articles).
    fn feed(&self, reader: UserId, page: Page) -> Step<'_, Listing>;

    /// All tags of all articles, by name.
    fn tags(&self) -> Step<'_, Vec<Tag>>;

    /// Adds a comment to an article.
    fn add_comment(&self, slug: Slug, new: NewComment) -> Step<'_, Comment>;

    /// The comments on an article, the oldest first, as `viewer` sees them.
    fn comments(&self, viewer: Option<UserId>, slug: Slug) -> Step<'_, Vec<Comment>>;

    /// Removes a comment of `user` from an article.
    ///
    /// # Errors
    /// [`StoreError::NotYours`] if somebody else wrote it.
    fn remove_comment(&self, user: UserId, slug: Slug, comment: CommentId) -> Step<'_, ()>;

    /// At most `limit` events whose time to be delivered has come: of each article only the oldest that is not
    /// settled, so that nobody hears of an article's end before its beginning.
    fn due_events(&self, now: Timestamp, limit: u32) -> Step<'_, Vec<Event>>;

    /// Puts an event that is due off until `until`, and returns whether it still was: of several who were told that it is
    /// due, one is told yes. Whoever that is has until then to settle it; if they die, it is due again.
    fn claim(&self, event: EventId, now: Timestamp, until: Timestamp) -> Step<'_, bool>;

    /// Notes what has become of the delivery of an event.
    fn settle(&self, event: EventId, settlement: Settlement) -> Step<'_, ()>;

    /// Whether steps can be taken at all.
    fn ping(&self) -> Step<'_, ()>;

    /// Finishes what was begun, and lets go of the database. Steps that are taken later fail.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// Storage that everybody shares.
pub type SharedStore = Arc<dyn Store>;

/// Opens the database at `url`, and brings its schema up to date.
///
/// `sqlite:PATH` is a file, which is created if it is missing; `postgres://…` a server; `memory:` ends with the process.
///
/// # Errors
/// If the address means none of them, or the database cannot be opened or migrated.
pub async fn open(url: &str) -> Result<SharedStore, StoreError> {
    match url.split_once(':') {
        Some(("sqlite", path)) => Ok(Arc::new(Sqlite::open(path.as_ref()).await?)),
        Some(("postgres" | "postgresql", _)) => Ok(Arc::new(Postgres::connect(url).await?)),
        Some(("memory", "")) => Ok(Arc::new(Memory::new())),
        _ => {
            Err(StoreError::internal("a database URL begins with `sqlite:` or `postgres:`, or is `memory:`"))
        }
    }
}
