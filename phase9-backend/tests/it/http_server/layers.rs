//! The layers around a router whose handlers the test controls.

use std::{convert::Infallible, future::pending, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Request, Response, StatusCode, header},
    routing::{get, post},
};
use futures::{FutureExt as _, stream};
use http_body_util::BodyExt as _;
use phase9_backend::{
    config::Limits,
    http::{self, Input},
    http_server::LIMITS,
    telemetry::Metrics,
};
use serde_json::{Value, json};
use tokio::{sync::Notify, time::Instant};
use tower::ServiceExt as _;

async fn send(router: &Router, request: Request<Body>) -> Response<Bytes> {
    let (head, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    Response::from_parts(head, body.collect().await.unwrap().to_bytes())
}

fn to(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

fn errors(response: &Response<Bytes>) -> Value {
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    serde_json::from_slice(response.body()).unwrap()
}

fn around(router: Router, limits: Limits) -> Router {
    http::around(router, limits, Metrics::default())
}

#[tokio::test]
async fn whoever_comes_when_all_places_are_taken_is_asked_to_come_again() {
    let (entered, leave) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let handler = {
        let (entered, leave) = (entered.clone(), leave.clone());
        move || async move {
            entered.notify_one();
            leave.notified().await;
            "done"
        }
    };
    let metrics = Metrics::default();
    let router = Router::new().route("/slow", get(handler)).route("/livez", get(|| async { "live" }));
    let router = http::around(router, Limits { requests: 1, ..LIMITS }, metrics.clone());

    let first = tokio::spawn({
        let router = router.clone();
        async move { send(&router, to("/slow")).await }
    });
    entered.notified().await;
    let refused = send(&router, to("/slow")).await;
    assert_eq!(
        (refused.status().as_u16(), &refused.headers()[header::RETRY_AFTER]),
        (503, &"1".parse().unwrap())
    );
    assert!(refused.headers().contains_key("x-request-id"));
    assert_eq!(errors(&refused), json!({"errors": {"service": ["is unavailable, try again later"]}}));
    assert!(metrics.text().contains("conduit_http_requests_turned_away_total 1"));
    // A probe that was turned away would have the process restarted because it is busy.
    assert_eq!(send(&router, to("/livez")).await.status(), StatusCode::OK);

    leave.notify_one();
    assert_eq!(first.await.unwrap().body(), "done");
    leave.notify_one();
    assert_eq!(send(&router, to("/slow")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn whoever_hangs_up_leaves_their_place_to_the_next() {
    let router = Router::new().route("/never", get(pending::<()>)).route("/now", get(|| async { "done" }));
    let router = around(router, Limits { requests: 1, ..LIMITS });
    let mut hung_up = Box::pin(send(&router, to("/never")));
    assert!(hung_up.as_mut().now_or_never().is_none());
    assert_eq!(send(&router, to("/now")).await.status().as_u16(), 503);
    drop(hung_up);
    assert_eq!(send(&router, to("/now")).await.status().as_u16(), 200);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_takes_too_long_is_ended() {
    let router = around(Router::new().route("/never", get(pending::<()>)), LIMITS);
    let started = Instant::now();
    let response = send(&router, to("/never")).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(started.elapsed(), LIMITS.request_timeout);
    assert!(response.headers().contains_key(header::RETRY_AFTER));
}

/// A body that comes a byte a second.
fn trickle() -> Body {
    Body::from_stream(stream::unfold((), async |()| {
        tokio::time::sleep(Duration::from_secs(1)).await;
        Some((Ok::<_, Infallible>(" "), ()))
    }))
}

#[tokio::test(start_paused = true)]
async fn a_body_that_trickles_in_is_cut_when_its_whole_time_is_up() {
    let take = async |Input(value): Input<Value>| value.to_string();
    let router = around(Router::new().route("/", post(take)), LIMITS);
    let request = Request::post("/").header(header::CONTENT_TYPE, "application/json");
    let started = Instant::now();
    let response = send(&router, request.body(trickle()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::REQUEST_TIMEOUT);
    assert_eq!(started.elapsed(), LIMITS.body_timeout);
    assert_eq!(response.headers()[header::CONNECTION], "close");
    assert_eq!(errors(&response), json!({"errors": {"body": ["the body took too long"]}}));
}

#[tokio::test(start_paused = true)]
async fn whoever_reads_a_body_has_the_same_deadline() {
    let take = async |body: Body| match body.collect().await {
        Ok(_) => "complete".to_owned(),
        Err(error) => error.to_string(),
    };
    let router = around(Router::new().route("/", post(take)), LIMITS);
    let response = send(&router, Request::post("/").body(trickle()).unwrap()).await;
    assert_eq!(response.body(), "the body took too long");
}

#[tokio::test]
async fn a_panic_becomes_an_answer_that_says_nothing_of_its_reason() {
    async fn panics() -> &'static str {
        panic!("the key is hunter2")
    }
    let router = around(Router::new().route("/", get(panics)), Limits { requests: 1, ..LIMITS });
    for _ in 0..2 {
        let request = Request::get("/").header(header::ORIGIN, "https://example.org");
        let response = send(&router, request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(errors(&response), json!({"errors": {"service": ["has failed"]}}));
        assert!(response.headers().contains_key("x-request-id"));
        // Without it, a browser would tell the front end that there was no answer at all.
        assert_eq!(response.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    }
}

#[tokio::test]
async fn a_request_keeps_its_id_if_that_can_be_put_into_a_log() {
    let router = around(Router::new().route("/", get(|| async {})), LIMITS);
    let id = async |given: Option<&[u8]>| {
        let mut request = to("/");
        if let Some(given) = given {
            request.headers_mut().insert("x-request-id", given.try_into().unwrap());
        }
        send(&router, request).await.headers()["x-request-id"].to_str().unwrap().to_owned()
    };
    assert_eq!(id(Some(b"Front-end_7.2")).await, "Front-end_7.2");
    let long = [b'a'; 65];
    for unusable in [&b""[..], b"two words", b"a=b", "é".as_bytes(), &long] {
        let made_up = id(Some(unusable)).await;
        assert!(made_up.len() == 32 && made_up.bytes().all(|it| it.is_ascii_hexdigit()), "{made_up}");
    }
    assert_ne!(id(None).await, id(None).await);
}

#[tokio::test]
async fn a_browser_may_ask_from_anywhere_and_with_any_header() {
    let router = around(Router::new().route("/", post(|| async {})), LIMITS);
    let request = Request::options("/")
        .header(header::ORIGIN, "https://conduit.example.org")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "PUT")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization,x-requested-with");
    let response = send(&router, request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK);
    let headers: &HeaderMap = response.headers();
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_METHODS], "GET,POST,PUT,DELETE");
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_HEADERS], "authorization,x-requested-with");
    assert_eq!(headers[header::ACCESS_CONTROL_MAX_AGE], "3600");
    assert!(!headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS));
    // What a front end's own code may read of an answer, beside the few headers that it always may.
    let request = Request::post("/").header(header::ORIGIN, "https://conduit.example.org");
    let response = send(&router, request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.headers()[header::ACCESS_CONTROL_EXPOSE_HEADERS], "x-request-id,retry-after");
}

#[tokio::test]
async fn a_route_that_is_added_later_has_no_layers() {
    let router = around(Router::new().route("/", get(|| async {})), LIMITS);
    let router = router.route("/later", get(|| async {}));
    assert!(send(&router, to("/")).await.headers().contains_key("x-request-id"));
    assert!(!send(&router, to("/later")).await.headers().contains_key("x-request-id"));
}

#[tokio::test]
async fn the_limit_of_a_body_binds_only_extractors_that_buffer() {
    let raw = async |body: Body| body.collect().await.unwrap().to_bytes().len().to_string();
    let buffered = async |body: Bytes| body.len().to_string();
    let router = Router::new().route("/raw", post(raw)).route("/buffered", post(buffered));
    let router = around(router, Limits { body_bytes: 10, ..LIMITS });
    let eleven = |path| Request::post(path).body(Body::from("01234567890")).unwrap();
    assert_eq!(send(&router, eleven("/raw")).await.body(), "11");
    assert_eq!(send(&router, eleven("/buffered")).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_fixed_segment_wins_over_a_parameter_whatever_the_order() {
    let router = Router::new()
        .route("/{slug}", get(|| async { "parameter" }).put(|| async { "parameter" }))
        .route("/feed", get(|| async { "fixed" }));
    let router = around(router, LIMITS);
    assert_eq!(send(&router, to("/feed")).await.body(), "fixed");
    assert_eq!(send(&router, to("/feeds")).await.body(), "parameter");
    // The fixed one wins before anybody asks which methods it has.
    let put = Request::put("/feed").body(Body::empty()).unwrap();
    assert_eq!(send(&router, put).await.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
#[should_panic(expected = "must not start with `:`")]
fn a_path_of_older_versions_panics_at_the_start() {
    let _router: Router = Router::new().route("/articles/:slug", get(|| async {}));
}

#[test]
#[should_panic(expected = "Overlapping method route")]
fn two_handlers_for_the_same_panic_at_the_start() {
    let _router: Router = Router::new().route("/", get(|| async {})).route("/", get(|| async {}));
}
