//! What tests run against.

use std::{borrow::Cow, error::Error, fmt};

use axum::http::StatusCode;
use phase9_backend::store::{self, Memory, SharedStore, Sqlite, SqliteLimits, Store, StoreError};
use serde_json::{Value, json};
use sqlx::error::{DatabaseError, ErrorKind};
use tempfile::TempDir;

use super::build::{refused, register};
use crate::support::App;

/// SQLite in a directory that goes when this is dropped.
pub struct File {
    pub store: Sqlite,
    pub directory: TempDir,
}

impl File {
    pub async fn new() -> Self {
        Self::with(&SqliteLimits::default()).await
    }

    pub async fn with(limits: &SqliteLimits) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Sqlite::open_with(&directory.path().join("conduit.db"), limits).await.unwrap();
        Self { store, directory }
    }

    pub fn path(&self) -> std::path::PathBuf {
        self.directory.path().join("conduit.db")
    }
}

#[tokio::test]
async fn the_address_says_which_engine_is_meant() {
    let directory = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}", directory.path().join("conduit.db").display());
    for (url, name) in [("memory:", "Memory"), (&file, "Sqlite")] {
        let store: SharedStore = store::open(url).await.unwrap();
        assert!(format!("{store:?}").starts_with(name), "{store:?}");
        register(&*store, "ada").await;
    }
    for url in ["", "conduit.db", "mysql://localhost/conduit", "memory:conduit"] {
        assert!(refused(store::open(url).await).starts_with("internal"), "{url}");
    }
    // Nobody listens on port 1.
    for scheme in ["postgres", "postgresql"] {
        let nobody = store::open(&format!("{scheme}://conduit@127.0.0.1:1/conduit")).await;
        assert_eq!(refused(nobody), "unavailable");
    }
}

/// What a driver might say, with a code of its database.
#[derive(Debug)]
struct Said(&'static str);

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Said {}

impl DatabaseError for Said {
    fn message(&self) -> &str {
        self.0
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.0.into())
    }

    fn as_error(&self) -> &(dyn Error + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn Error + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn Error + Send + Sync + 'static> {
        self
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Other
    }
}

#[test]
fn errors_are_sorted_by_what_can_be_done_about_them() {
    let is_transient = |error: sqlx::Error| StoreError::from(error).is_transient();
    // SQLite: busy, busy with a snapshot, locked, a write that failed, a full disk; then no such table, read-only,
    // damaged, not a database.
    for (codes, expected) in [
        (&["5", "517", "6", "262", "10", "778", "13"][..], true),
        (&["1", "8", "11", "267", "26"], false),
        // PostgreSQL: a connection that was lost, conflicts, no more connections, no more room, a lock that could not be
        // had, a statement that took too long, a server that stops; then a division by zero, no such table, and a fault
        // of the server.
        (&["08006", "40001", "40P01", "53300", "53100", "55P03", "57014", "57P01", "57P03"], true),
        (&["22012", "42P01", "XX000", "55000"], false),
    ] {
        for code in codes {
            assert_eq!(is_transient(sqlx::Error::Database(Box::new(Said(code)))), expected, "{code}");
        }
    }
    assert!(is_transient(sqlx::Error::PoolTimedOut));
    assert!(is_transient(sqlx::Error::PoolClosed));
    assert!(is_transient(sqlx::Error::Io(std::io::ErrorKind::ConnectionReset.into())));
    assert!(!is_transient(sqlx::Error::RowNotFound));
    assert!(!is_transient(sqlx::Error::ColumnNotFound("slug".into())));
}

#[tokio::test]
async fn memory_that_is_closed_is_unavailable() {
    let store = Memory::new();
    store.close().await;
    assert_eq!(refused(store.ping().await), "unavailable");
}

#[tokio::test]
async fn what_postgres_could_not_keep_is_refused_before_it_gets_there() {
    let app = App::new().await;
    let token = app.register("ada").await;
    let slug = app.publish(&token, "Storage").await;
    let comment = json!({"comment": {"body": "a\0b"}});
    let (status, answer) = app.call("POST", &format!("/articles/{slug}/comments"), &token, comment).await;
    assert_eq!(
        (status, answer["errors"].get("body").is_some()),
        (StatusCode::UNPROCESSABLE_ENTITY, true),
        "{answer}"
    );
    let bio = json!({"user": {"bio": "\0"}});
    assert_eq!(app.call("PUT", "/user", &token, bio).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, _) = app.call("GET", "/articles/a%00b", &token, Value::Null).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    app.store.close().await;
}
