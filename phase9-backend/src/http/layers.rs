//! What happens to every request on its way in and out.
//!
//! From the outside to the inside: a request id, a span with an access line and the numbers, what browsers want to
//! know, a net under panics, a bound on how many run at once, bounds on how long one may take and on how long its body
//! may, a bound on the body's length. Who is turned away is logged and counted, because that happens inside of the
//! span; no panic and no timeout gets past it; and a browser may read an error as it may read an answer.

use std::{
    any::Any,
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request},
    http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use futures::{
    FutureExt as _,
    future::{self, BoxFuture},
};
use pin_project_lite::pin_project;
use tokio::sync::Semaphore;
use tower::{Service, ServiceBuilder, layer::layer_fn};
use tower_http::{
    catch_panic::CatchPanicLayer,
    cors::{AllowHeaders, Any as Anything, CorsLayer},
};
use tracing::{Instrument as _, Span, field, instrument::Instrumented};

use super::{ApiError, deadline};
use crate::{
    config::Limits,
    telemetry::{InFlight, Metrics, Route},
};

/// Under this name, clients may give a request an id, and get it back.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longer addresses are no addresses of ours.
const MAX_URI: usize = 8 << 10;

/// So long a browser need not ask again whether it may ask. Some forget sooner.
const PREFLIGHT_AGE: Duration = Duration::from_secs(3600);

/// Puts all layers around `router`, whose routes must all be there: a route that is added later has none of them.
///
/// They are one stack, put around once. The router hides the type of what a layer makes of a route behind a box, which
/// is cloned for each request with everything in it; five layers put around one by one are five boxes in each other.
pub fn around(router: Router, limits: Limits, metrics: Metrics) -> Router {
    let admission = Arc::new(Admission {
        limits,
        metrics: metrics.clone(),
        admitted: Arc::new(Semaphore::new(limits.requests.min(Semaphore::MAX_PERMITS))),
    });
    let layers = ServiceBuilder::new()
        .layer(layer_fn(move |inner| Observed { inner, metrics: metrics.clone() }))
        .layer(cors())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(layer_fn(move |inner| Bounded { inner, admission: Arc::clone(&admission) }))
        .layer(DefaultBodyLimit::max(limits.body_bytes));
    router
        .fallback(|| async { not_found() })
        .method_not_allowed_fallback(|| async { method_not_allowed() })
        .layer(layers)
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
#[derive(Clone)]
struct Observed<S> {
    inner: S,
    metrics: Metrics,
}

impl<S, B> Service<Request> for Observed<S>
where
    S: Service<Request, Response = Response<B>, Error = Infallible>,
{
    type Response = Response<B>;
    type Error = Infallible;
    type Future = Observing<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let started = Instant::now();
        let in_flight = self.metrics.begin();
        let pattern = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let route = Route { method: method_name(request.method()), route: pattern.into() };
        let id = request_id(request.headers().get(&REQUEST_ID));
        // At the level of errors, so that every filter lets it pass that lets anything pass: a warning without its
        // request is worth little.
        let span = tracing::error_span!(
            "request",
            id = id.to_str().unwrap_or_default(),
            method = route.method,
            route = &*route.route,
            user = field::Empty
        );
        let answering = span.in_scope(|| self.inner.call(request));
        let note = Note { metrics: self.metrics.clone(), route, started, _in_flight: in_flight };
        // Entered for each poll and left after it. A guard from `enter` would stay on this thread across an await, and
        // give the lines of other requests to this one.
        Observing { answering: answering.instrument(span), end: Some((note, id)) }
    }
}

pin_project! {
    /// The answer to a request, to be noted.
    struct Observing<F> {
        #[pin]
        answering: Instrumented<F>,
        // None once it is noted.
        end: Option<(Note, HeaderValue)>,
    }

    impl<F> PinnedDrop for Observing<F> {
        // If nobody waits for the answer any more, the future is dropped where it stands. Without this, it would be as
        // if the request had never been.
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            if let Some((note, _)) = this.end.take() {
                note.end(this.answering.span(), CLIENT_CLOSED_REQUEST);
            }
        }
    }
}

impl<F, B> Future for Observing<F>
where
    F: Future<Output = Result<Response<B>, Infallible>>,
{
    type Output = Result<Response<B>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let Ok(mut response) = ready!(this.answering.as_mut().poll(cx));
        if let Some((note, id)) = this.end.take() {
            note.end(this.answering.span(), response.status().as_u16());
            response.headers_mut().insert(REQUEST_ID, id);
        }
        Poll::Ready(Ok(response))
    }
}

/// What nginx calls a request whose client has gone before the answer. It is never sent.
const CLIENT_CLOSED_REQUEST: u16 = 499;

/// What is known of a request before its end.
struct Note {
    metrics: Metrics,
    route: Route,
    started: Instant,
    _in_flight: InFlight,
}

impl Note {
    fn end(self, span: &Span, status: u16) {
        let duration = self.started.elapsed();
        // `u128` would be text in JSON.
        let micros = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        let abandoned = status == CLIENT_CLOSED_REQUEST;
        let message = if abandoned { "abandoned" } else { "answered" };
        span.in_scope(|| tracing::info!(status, micros, "{message}"));
        self.metrics.answered(self.route, status, duration);
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
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Turns away what is too much, and ends what takes too long.
#[derive(Clone)]
struct Bounded<S> {
    inner: S,
    admission: Arc<Admission>,
}

struct Admission {
    limits: Limits,
    metrics: Metrics,
    admitted: Arc<Semaphore>,
}

impl<S> Service<Request> for Bounded<S>
where
    S: Service<Request, Response = Response, Error = Infallible, Future: Send + 'static>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let Admission { limits, metrics, admitted } = &*self.admission;
        if request.uri().path_and_query().map_or(0, |it| it.as_str().len()) > MAX_URI {
            return refused(malformed(StatusCode::URI_TOO_LONG, "uri", "is too long"));
        }
        // Probes must be answered when nothing else is.
        if is_operational(request.uri()) {
            return self.inner.call(request).boxed();
        }
        let Ok(place) = Arc::clone(admitted).try_acquire_owned() else {
            metrics.turned_away();
            return refused(ApiError::Unavailable("too many requests at once".into()).into_response());
        };
        let request = request.map(|body| deadline::until(body, limits.body_timeout));
        let answer = tokio::time::timeout(limits.request_timeout, self.inner.call(request));
        answer
            .map(|answer| {
                drop(place);
                answer.unwrap_or_else(|_| {
                    Ok(ApiError::Unavailable("the request took too long".into()).into_response())
                })
            })
            .boxed()
    }
}

fn refused(response: Response) -> BoxFuture<'static, Result<Response, Infallible>> {
    future::ready(Ok(response)).boxed()
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
