//! What operators and their programs ask for: health, numbers, the description of the API.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use utoipa_swagger_ui::SwaggerUi;

use crate::{store::SharedStore, telemetry::Metrics};

/// Storage that needs longer for next to nothing is not ready for more.
const READY_WITHIN: Duration = Duration::from_millis(500);

/// Whether the service takes requests, or only finishes those that it has. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Draining(Arc<AtomicBool>);

impl Draining {
    /// From now on it only finishes.
    pub fn begin(&self) {
        // Nothing else is published with it, so no ordering is needed.
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it only finishes.
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

#[derive(Clone)]
struct Operations {
    store: SharedStore,
    metrics: Metrics,
    draining: Draining,
}

/// The routes beside the API.
pub fn routes(
    store: SharedStore,
    metrics: Metrics,
    draining: Draining,
    document: utoipa::openapi::OpenApi,
) -> Router {
    Router::new()
        .route("/livez", get(live))
        .route("/readyz", get(ready))
        .route("/metrics", get(numbers))
        .with_state(Operations { store, metrics, draining })
        .merge(SwaggerUi::new("/docs").url("/api-docs/openapi.json", document))
}

/// That this process runs. It asks nobody else: a database that is down is no reason to restart what depends on it.
async fn live() -> &'static str {
    "live\n"
}

/// That requests are welcome: storage answers, and nobody has asked this process to end.
async fn ready(State(operations): State<Operations>) -> (StatusCode, &'static str) {
    if operations.draining.has_begun() {
        return (StatusCode::SERVICE_UNAVAILABLE, "draining\n");
    }
    match tokio::time::timeout(READY_WITHIN, operations.store.ping()).await {
        Ok(Ok(())) => (StatusCode::OK, "ready\n"),
        Ok(Err(_)) => (StatusCode::SERVICE_UNAVAILABLE, "storage is unavailable\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "storage is too slow\n"),
    }
}

async fn numbers(State(operations): State<Operations>) -> impl IntoResponse {
    let format = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, format)], operations.metrics.text())
}
