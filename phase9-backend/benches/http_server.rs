//! What a request costs before anybody asks a database: extractors, JSON, and the layers.
//!
//! Run: `cargo bench -p phase9-backend --bench http_server`.

use std::{hint::black_box, time::Duration};

use axum::{
    Json, Router,
    body::{Body, Bytes},
    http::{Request, header},
    routing::post,
};
use criterion::{Criterion, criterion_group, criterion_main};
use http_body_util::BodyExt as _;
use phase9_backend::{
    http::{self, Input},
    http_server::LIMITS,
    telemetry::Metrics,
};
use serde::{Deserialize, Serialize};
use tower::ServiceExt as _;

const COMMENT: &str =
    r#"{"comment": {"body": "An answer of the usual length, with nothing special in it."}}"#;

#[derive(Deserialize, Serialize)]
struct Envelope {
    comment: Comment,
}

#[derive(Deserialize, Serialize)]
struct Comment {
    body: String,
}

async fn nothing(body: Bytes) -> Bytes {
    body
}

async fn json(Json(envelope): Json<Envelope>) -> Json<Envelope> {
    Json(envelope)
}

async fn input(Input(envelope): Input<Envelope>) -> Json<Envelope> {
    Json(envelope)
}

async fn ask(router: Router) -> Bytes {
    let request = Request::post("/comments").header(header::CONTENT_TYPE, "application/json");
    let request = request.body(Body::from(COMMENT)).expect("the parts are valid");
    let response = router.oneshot(request).await.expect("a router always answers");
    assert!(response.status().is_success());
    response.into_body().collect().await.expect("the body is in memory").to_bytes()
}

fn a_request(criterion: &mut Criterion) {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a thread has one");
    let around = |router| http::around(router, LIMITS, Metrics::default());
    let mut group = criterion.benchmark_group("a comment comes in and goes out again");
    for (name, router) in [
        ("bytes, bare", Router::new().route("/comments", post(nothing))),
        ("JSON, bare", Router::new().route("/comments", post(json))),
        ("JSON with our errors, bare", Router::new().route("/comments", post(input))),
        ("bytes, all layers", around(Router::new().route("/comments", post(nothing)))),
        ("JSON with our errors, all layers", around(Router::new().route("/comments", post(input)))),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| runtime.block_on(ask(black_box(&router).clone())));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_secs(1));
    targets = a_request
}
criterion_main!(benches);
