//! What those ask who decide whether this process is restarted, and whether it is sent requests.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use http_body_util::BodyExt as _;
use phase9_backend::{
    http::{self, Draining},
    http_server::{LIMITS, service},
    telemetry::Metrics,
};
use tower::ServiceExt as _;

use crate::support::App;

async fn ask(router: &Router, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let text = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(text.to_vec()).unwrap())
}

#[tokio::test]
async fn a_process_that_is_draining_is_alive_and_not_ready() {
    let (app, draining) = (App::new().await, Draining::default());
    let router = http::app(service(app.store.clone()), LIMITS, Metrics::default(), draining.clone());
    assert_eq!(ask(&router, "/readyz").await, (StatusCode::OK, "ready\n".into()));
    draining.begin();
    assert_eq!(ask(&router, "/readyz").await, (StatusCode::SERVICE_UNAVAILABLE, "draining\n".into()));
    assert_eq!(ask(&router, "/livez").await, (StatusCode::OK, "live\n".into()));
}

#[tokio::test]
async fn a_process_without_storage_is_alive_and_not_ready() {
    let app = App::new().await;
    app.store.close().await;
    let (status, text) = ask(&app.router, "/readyz").await;
    assert_eq!((status, text.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "storage is unavailable\n"));
    assert_eq!(ask(&app.router, "/livez").await.0, StatusCode::OK);
}
