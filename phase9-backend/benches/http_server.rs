//! What a request costs in this process: extractors, JSON and layers, a list of articles, and how layers are put around.
//!
//! Run: `cargo bench -p phase9-backend --bench http_server`.

use std::{
    hint::black_box,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract,
    http::{Request, header},
    middleware::{self, Next},
    response::Response,
    routing::{get, post},
};
use criterion::{Criterion, criterion_group, criterion_main};
use http_body_util::BodyExt as _;
use phase9_backend::{
    http::{self, Draining, Input},
    http_server::{self, LIMITS},
    store::{Memory, SharedStore, Sqlite},
    telemetry::Metrics,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tower::{Service, ServiceBuilder, ServiceExt as _, layer::layer_fn};

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

async fn ask(router: Router, request: Request<Body>) -> Bytes {
    let response = router.oneshot(request).await.expect("a router always answers");
    assert!(response.status().is_success());
    response.into_body().collect().await.expect("the body is in memory").to_bytes()
}

fn comment() -> Request<Body> {
    let request = Request::post("/comments").header(header::CONTENT_TYPE, "application/json");
    request.body(Body::from(COMMENT)).expect("the parts are valid")
}

fn to(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).expect("the path is valid")
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a thread has one")
}

fn a_request(criterion: &mut Criterion) {
    let runtime = runtime();
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
            bencher.iter(|| runtime.block_on(ask(black_box(&router).clone(), comment())));
        });
    }
    group.finish();
}

async fn open(store: SharedStore) -> Router {
    let service = http_server::service(store);
    let app = http::app(service, LIMITS, Metrics::default(), Draining::default());
    let user = json!({"user": {"username": "ada", "email": "ada@example.org", "password": "correct horse"}});
    let (_, user) = http_server::ask(&app, "POST /api/users", "", user).await;
    let token = user["user"]["token"].as_str().expect("the name is free");
    for number in 0..100 {
        let article = json!({"article": {
            "title": format!("Article {number}"), "description": "About it", "body": "All of it", "tagList": ["bench"]
        }});
        let (status, _) = http_server::ask(&app, "POST /api/articles", token, article).await;
        assert_eq!(status, 201);
    }
    app
}

fn a_list(criterion: &mut Criterion) {
    let runtime = runtime();
    let directory = tempfile::tempdir().expect("a directory can be made");
    let file = directory.path().join("conduit.db");
    let sqlite = runtime.block_on(Sqlite::open(&file)).expect("a file can be made");
    let mut group = criterion.benchmark_group("20 of 100 articles through the whole service");
    for (name, store) in
        [("from memory", Arc::new(Memory::default()) as SharedStore), ("from SQLite", Arc::new(sqlite))]
    {
        let app = runtime.block_on(open(store));
        group.bench_function(name, |bencher| {
            bencher.iter(|| runtime.block_on(ask(black_box(&app).clone(), to("/api/articles?limit=20"))));
        });
    }
    group.finish();
}

/// A layer that does nothing.
#[derive(Clone)]
struct Plain<S>(S);

impl<S: Service<extract::Request>> Service<extract::Request> for Plain<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: extract::Request) -> S::Future {
        self.0.call(request)
    }
}

async fn pass(request: extract::Request, next: Next) -> Response {
    next.run(request).await
}

fn five_layers(criterion: &mut Criterion) {
    let runtime = runtime();
    let bare = || Router::new().route("/api/tags", get(async || "tags"));
    let plain = || layer_fn(Plain::<axum::routing::Route>);
    let stack =
        ServiceBuilder::new().layer_fn(Plain).layer_fn(Plain).layer_fn(Plain).layer_fn(Plain).layer_fn(Plain);
    let mut group = criterion.benchmark_group("five layers that do nothing");
    for (name, router) in [
        ("no layer", bare()),
        ("one stack", bare().layer(stack)),
        ("one by one", (0..5).fold(bare(), |router, _| router.layer(plain()))),
        (
            "one by one, from functions",
            (0..5).fold(bare(), |router, _| router.layer(middleware::from_fn(pass))),
        ),
        ("no layer, nested", Router::new().nest("/api", Router::new().route("/tags", get(async || "tags")))),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| runtime.block_on(ask(black_box(&router).clone(), to("/api/tags"))));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_secs(1));
    targets = a_request, a_list, five_layers
}
criterion_main!(benches);
