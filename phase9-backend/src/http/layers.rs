//! What happens to every request on its way in and out.
//!
//! From the outside to the inside: a request id, a span with an access line and the numbers, what browsers want to
//! know, a net under panics, a bound on how many run at once, bounds on how long one may take and on how long its body
//! may, a bound on the body's length. Who is turned away is logged and counted, because that happens inside of the
//! span; no panic and no timeout gets past it; and a browser may read an error as it may read an answer.

use std::{
    any::Any,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tokio::sync::Semaphore;
use tower_http::{
    catch_panic::CatchPanicLayer,
    cors::{AllowHeaders, Any as Anything, CorsLayer},
};
use tracing::{Instrument as _, Span, field};

use super::{ApiError, deadline};
use crate::{
    config::Limits,
    telemetry::{Metrics, Route},
};

/// Under this name, clients may give a request an id, and get it back.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longer addresses are no addresses of ours.
const MAX_URI: usize = 8 << 10;

/// So long a browser need not ask again whether it may ask. Some forget sooner.
const PREFLIGHT_AGE: Duration = Duration::from_secs(3600);

#[derive(Clone)]
struct Shared {
    metrics: Metrics,
    limits: Limits,
    admitted: Arc<Semaphore>,
}

/// Puts all layers around `router`, whose routes must all be there: a route that is added later has none of them.
pub fn around(router: Router, limits: Limits, metrics: Metrics) -> Router {
    let admitted = Arc::new(Semaphore::new(limits.requests.min(Semaphore::MAX_PERMITS)));
    let shared = Shared { metrics, limits, admitted };
    router
        .fallback(|| async { not_found() })
        .method_not_allowed_fallback(|| async { method_not_allowed() })
        .layer(DefaultBodyLimit::max(limits.body_bytes))
        // The last one stands outermost.
        .layer(middleware::from_fn_with_state(shared.clone(), bounded))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(cors())
        .layer(middleware::from_fn_with_state(shared, observed))
}

/// Front ends are served from anywhere, and a token in a header is sent by nobody against their will (cookies would be,
/// and then this would be a hole). Which headers a front end's libraries add is their business: `*` would leave out
/// `Authorization`.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Anything)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([REQUEST_ID, header::RETRY_AFTER])
        .max_age(PREFLIGHT_AGE)
}

/// Gives the request an id and a span, and notes how it went.
async fn observed(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let in_flight = shared.metrics.begin();
    let route = Route {
        method: method_name(request.method()),
        route: request
            .extensions()
            .get::<MatchedPath>()
            .map_or(String::new(), |path| path.as_str().to_owned()),
    };
    let id = request_id(request.headers().get(&REQUEST_ID));
    // At the level of errors, so that every filter lets it pass that lets anything pass: a warning without its request
    // is worth little.
    let span = tracing::error_span!(
        "request",
        id = id.to_str().unwrap_or_default(),
        method = route.method,
        route = route.route,
        user = field::Empty
    );
    let mut access = Access { metrics: shared.metrics, route: Some(route), started, span };
    // Entered for each poll and left after it. A guard from `enter` would stay on this thread across an await, and
    // give the lines of other requests to this one.
    let mut response = next.run(request).instrument(access.span.clone()).await;
    access.end(response.status().as_u16());
    response.headers_mut().insert(REQUEST_ID, id);
    drop(in_flight);
    response
}

/// What nginx calls a request whose client has gone before the answer. It is never sent.
const CLIENT_CLOSED_REQUEST: u16 = 499;

/// A request whose end has to be noted. If nobody waits for the answer any more, the future is dropped where it stands,
/// and this with it; otherwise it would be as if the request had never been.
struct Access {
    metrics: Metrics,
    /// None once it is noted.
    route: Option<Route>,
    started: Instant,
    span: Span,
}

impl Access {
    fn end(&mut self, status: u16) {
        let Some(route) = self.route.take() else { return };
        let duration = self.started.elapsed();
        // `u128` would be text in JSON.
        let micros = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        let abandoned = status == CLIENT_CLOSED_REQUEST;
        let message = if abandoned { "abandoned" } else { "answered" };
        self.span.in_scope(|| tracing::info!(status, micros, "{message}"));
        self.metrics.answered(route, status, duration);
    }
}

impl Drop for Access {
    fn drop(&mut self) {
        self.end(CLIENT_CLOSED_REQUEST);
    }
}

/// The client's id, if it is one that can be put into a log, or a new one.
fn request_id(given: Option<&HeaderValue>) -> HeaderValue {
    let is_usable = |value: &&HeaderValue| {
        let bytes = value.as_bytes();
        !bytes.is_empty()
            && bytes.len() <= 64
            && bytes.iter().all(|it| it.is_ascii_alphanumeric() || b"-_.".contains(it))
    };
    given.filter(is_usable).cloned().unwrap_or_else(|| {
        let id = format!("{:032x}", rand::random::<u128>());
        HeaderValue::try_from(id).expect("hexadecimal digits are valid in a header")
    })
}

/// Labels are kept for ever, and anybody can invent a method.
fn method_name(method: &Method) -> &'static str {
    let known = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
    known.into_iter().find(|name| *name == method.as_str()).unwrap_or("other")
}

/// Turns away what is too much, and ends what takes too long.
async fn bounded(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    if request.uri().path_and_query().map_or(0, |it| it.as_str().len()) > MAX_URI {
        return malformed(StatusCode::URI_TOO_LONG, "uri", "is too long");
    }
    // Probes must be answered when nothing else is.
    if is_operational(request.uri()) {
        return next.run(request).await;
    }
    let Ok(_admitted) = shared.admitted.try_acquire() else {
        shared.metrics.turned_away();
        return ApiError::Unavailable("too many requests at once".into()).into_response();
    };
    let request = request.map(|body| deadline::until(body, shared.limits.body_timeout));
    match tokio::time::timeout(shared.limits.request_timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::Unavailable("the request took too long".into()).into_response(),
    }
}

fn is_operational(uri: &Uri) -> bool {
    matches!(uri.path(), "/livez" | "/readyz" | "/metrics")
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without a text");
    ApiError::Internal(text.into()).into_response()
}

fn not_found() -> Response {
    malformed(StatusCode::NOT_FOUND, "path", "not found")
}

fn method_not_allowed() -> Response {
    malformed(StatusCode::METHOD_NOT_ALLOWED, "method", "not allowed")
}

fn malformed(status: StatusCode, part: &'static str, message: &str) -> Response {
    ApiError::Malformed { status, part, message: message.into() }.into_response()
}
