//! The service in process, and a client for it.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Request, Response, StatusCode, header},
};
use http_body_util::BodyExt as _;
use phase9_backend::{
    config::Limits,
    http::{self, Draining},
    service::{Passwords, Service, Tokens},
    store::{SharedStore, Sqlite},
    telemetry::Metrics,
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// Bounds that no test meets by accident.
pub const LIMITS: Limits = Limits {
    connections: 100,
    requests: 100,
    password_hashes: 4,
    body_bytes: 1 << 20,
    header_timeout: Duration::from_secs(10),
    body_timeout: Duration::from_secs(10),
    request_timeout: Duration::from_secs(20),
    drain_timeout: Duration::from_secs(10),
};

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
        let service = service(store.clone());
        let router = http::app(service, limits, Metrics::default(), Draining::default());
        Self { router, store, _directory: None }
    }

    /// Sends a request, and reads the answer as JSON; `Null` if there is nothing in it.
    pub async fn call(&self, method: &str, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(format!("/api{path}"));
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Token {token}"));
        }
        let request = match body {
            Value::Null => request.body(Body::empty()),
            body => {
                request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()))
            }
        };
        let response = self.send(request.unwrap()).await;
        let bytes = response.body();
        let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(bytes).unwrap() };
        (response.status(), body)
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

/// The use cases, with passwords that cost next to nothing.
pub fn service(store: SharedStore) -> Service {
    let key = "a key for tests, and for nothing else".to_owned().into();
    Service::new(store, Passwords::cheap(), Tokens::new(&key, Duration::from_secs(3600)))
}
