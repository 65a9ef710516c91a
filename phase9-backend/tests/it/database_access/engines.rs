//! What tests run against.

use axum::http::StatusCode;
use phase9_backend::store::{self, Memory, SharedStore, Sqlite, SqliteLimits, Store};
use serde_json::{Value, json};
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
    let refused = refused(store::open("postgres://conduit@127.0.0.1:1/conduit").await);
    assert_eq!(refused, "unavailable");
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
