//! The service in process, and a client for it.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Request, Response, StatusCode},
};
use http_body_util::BodyExt as _;
use phase9_backend::{
    config::Limits,
    http::{self, Draining},
    http_server::{LIMITS, ask, service},
    store::{SharedStore, Sqlite},
    telemetry::Metrics,
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// The whole service over a database file of its own.
pub struct App {
    pub router: Router,
    pub store: SharedStore,
    _directory: Option<tempfile::TempDir>,
}

impl App {
    pub async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Arc::new(Sqlite::open(&directory.path().join("conduit.db")).await.unwrap());
        Self { _directory: Some(directory), ..Self::over(store, LIMITS) }
    }

    /// The whole service with other bounds.
    pub async fn within(limits: Limits) -> Self {
        let app = Self::new().await;
        Self { _directory: app._directory, ..Self::over(app.store, limits) }
    }

    /// The service over a storage that somebody else has opened.
    pub fn over(store: SharedStore, limits: Limits) -> Self {
        let router = http::app(service(store.clone()), limits, Metrics::default(), Draining::default());
        Self { router, store, _directory: None }
    }

    /// Sends a request, and reads the answer, which is JSON; `Null` if there is nothing in it.
    pub async fn call(&self, method: &str, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
        let (status, answer) = ask(&self.router, &format!("{method} /api{path}"), token, body).await;
        assert!(!answer.is_string(), "{method} {path}: {answer} is not JSON");
        (StatusCode::from_u16(status).unwrap(), answer)
    }

    /// Sends any request, and reads the whole answer.
    pub async fn send(&self, request: Request<Body>) -> Response<Bytes> {
        let (head, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        Response::from_parts(head, body.collect().await.unwrap().to_bytes())
    }

    /// Registers a user of this name, and returns the token.
    pub async fn register(&self, name: &str) -> String {
        let user = json!({"user": {"username": name, "email": format!("{name}@example.org"), "password": "correct horse"}});
        let (status, answer) = self.call("POST", "/users", "", user).await;
        assert_eq!(status, StatusCode::CREATED, "{answer}");
        answer["user"]["token"].as_str().unwrap().to_owned()
    }

    /// Publishes an article of this title, and returns the slug.
    pub async fn publish(&self, token: &str, title: &str) -> String {
        let article = json!({"article": {"title": title, "description": "About it", "body": "All of it", "tagList": ["rust"]}});
        let (status, answer) = self.call("POST", "/articles", token, article).await;
        assert_eq!(status, StatusCode::CREATED, "{answer}");
        answer["article"]["slug"].as_str().unwrap().to_owned()
    }
}
