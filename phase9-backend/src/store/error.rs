//! Why a step could not be taken.

use std::{error::Error, fmt};

use crate::async_backend::Retryable;

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// An article.
    Article,
    /// A comment on an article.
    Comment,
    /// A user, as others see them.
    Profile,
    /// A user, as they see themselves.
    User,
}

impl Thing {
    /// Its name for clients.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Comment => "comment",
            Self::Profile => "profile",
            Self::User => "user",
        }
    }
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What only one user can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The name.
    Username,
    /// The address.
    Email,
}

impl Field {
    /// Its name for clients.
    pub fn name(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::Email => "email",
        }
    }
}

/// Why a step could not be taken.
///
/// The first three are answers: asking again changes nothing. [`Unavailable`](Self::Unavailable) may be over in a
/// moment. [`Internal`](Self::Internal) is for people to look at.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such thing.
    #[error("there is no such {0}")]
    NotFound(Thing),
    /// It is somebody else's.
    #[error("the {0} is somebody else's")]
    NotYours(Thing),
    /// Another user has it.
    #[error("the {} is taken", .0.name())]
    Taken(Field),
    /// The database is out of reach, busy or full at the moment. Nothing was changed, unless the connection was lost
    /// just while it committed: then nobody on this side can know.
    #[error("storage is unavailable")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The database has said something that nobody expected.
    #[error("storage has failed")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl StoreError {
    /// Out of reach, for this reason.
    pub fn unavailable(reason: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable(reason.into())
    }

    /// Broken, for this reason.
    pub fn internal(reason: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(reason.into())
    }

    /// Whether the same step may succeed in a moment.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

impl Retryable for StoreError {
    fn is_retryable(&self) -> bool {
        self.is_transient()
    }
}

/// What the driver says, sorted.
impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(database) = &error
            && database.is_unique_violation()
        {
            // PostgreSQL names the constraint, SQLite the column, in its message.
            let what = database.constraint().unwrap_or(database.message());
            if what.contains("username") {
                return Self::Taken(Field::Username);
            } else if what.contains("email") {
                return Self::Taken(Field::Email);
            } else if what.contains("slug") {
                // It was free when the step looked. Taken again, the step takes the other one.
                return Self::unavailable(error);
            }
        }
        if let sqlx::Error::Database(database) = &error
            && database.is_foreign_key_violation()
        {
            // Steps look up articles before they name them, but while PostgreSQL takes one, another transaction may
            // remove the article. Whom a step is taken for, nobody looks up.
            let article = database.constraint().is_some_and(|constraint| constraint.contains("article_id"));
            return Self::NotFound(if article { Thing::Article } else { Thing::User });
        }
        let transient = match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => true,
            sqlx::Error::Database(database) => database.code().is_some_and(|code| is_transient(&code)),
            _ => false,
        };
        if transient { Self::unavailable(error) } else { Self::internal(error) }
    }
}

/// PostgreSQL: connection trouble, not enough of something, a server that stops or starts, a statement that it gave up
/// for taking too long, a lock that could not be had, and transactions that got in each other's way. SQLite: busy,
/// locked, I/O error, disk full, and their extended codes.
fn is_transient(code: &str) -> bool {
    match code.parse::<u32>() {
        Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 6 | 10 | 13),
        _ => ["08", "40", "53", "57", "55P03"].iter().any(|class| code.starts_with(class)),
    }
}
