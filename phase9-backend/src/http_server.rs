//! An HTTP server: from a function to something that can stand in the open.
//!
//! This lesson is a way through two rooms of the service, [`http`] and [`server`](crate::server). After it
//! you can read a handler's arguments as its plan, put errors and layers where nothing slips past them, and say what
//! a server needs beside a router before strangers may talk to it.
//!
//! | read | to learn |
//! |---|---|
//! | `http/extract.rs` | what handlers take: [`Caller`], [`Input`], [`Search`], [`Place`] |
//! | `http/articles.rs` | handlers: each is a signature and a line |
//! | `http/error.rs` | one type for everything that goes wrong: [`ApiError`] |
//! | `http/layers.rs`, `http/deadline.rs` | what happens to all requests: [`around`] |
//! | `server.rs`, `server/stall.rs` | connections: [`serve`] |
//! | `service/tokens.rs`, `service/passwords.rs` | who somebody is: [`Tokens`], [`Passwords`] |
//!
//! # A handler is a function
//!
//! An axum handler is an async function whose arguments can be made from a request: each of them by [`FromRequestParts`]
//! (method, address, headers), the last one perhaps by [`FromRequest`], which takes the whole request and with it the
//! body. The body is a stream and there is one of it, so only one argument can have it; that it must be the last one is
//! in the types. The extractors run in the order of the arguments, and the first that fails answers. So a signature is a
//! plan, and the cheap questions come first: where a token is needed, no body is read without a good one.
//!
//! ```
//! use phase9_backend::http_server::{ask, open};
//! use serde_json::json;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let directory = tempfile::tempdir()?;
//! let app = open(&directory.path().join("conduit.db")).await?;
//! // `State`, then `Caller`, then `Input`: that this is no article is never found out.
//! let (status, answer) = ask(&app, "POST /api/articles", "", json!("no article")).await;
//! assert_eq!((status, answer), (401, json!({"errors": {"token": ["is missing"]}})));
//! # Ok(())
//! # }
//! ```
//!
//! Both traits declare their method as `fn … -> impl Future<…> + Send` and are implemented with `async fn`, without a
//! macro that boxes. If something in an extractor is not `Send` across an `.await`, the compiler says so at the
//! extractor. In a handler it says only that the function is no `Handler`: `#[debug_handler]` on the function turns that
//! into the real reason and its line.
//!
//! # State is found by its type
//!
//! `Router<S>` is a router that still lacks a state of type `S`. `with_state` gives it one, and only a `Router<()>` can
//! be served: forgetting it does not compile. [`Caller`] asks for less than a particular state: for any `S` that a
//! [`Service`] can be taken from (`Service: FromRef<S>`). So it also works in a router with a larger state, and in none
//! that has no tokens to check. State is cloned for every request; [`Service`] is a handful of `Arc`s.
//!
//! # Paths
//!
//! `/articles/{slug}` has a parameter (since axum 0.8; with the older `/:slug` the program panics when it starts, and so
//! it does when two routes claim the same path). A fixed segment wins over a parameter, whatever the order. That is what
//! lets `/articles/feed` exist, and is a trap: an article whose slug is `feed` could not be read by anybody. Its
//! [`Slug`](crate::domain::Slug) is `feed-article`.
//!
//! # Errors
//!
//! A handler returns `Result<_, ApiError>`, and [`ApiError`] has one [`IntoResponse`]: statuses, the form of the
//! document and the headers that belong to a status stand in one file. Three sources would answer in a form of their own
//! if they were let: extractors (text/plain), the router's 404 and 405 (no body at all), and panics (no answer at all).
//! So the extractors here wrap axum's and translate their rejections; the router has two fallbacks; a layer catches what
//! unwinds. What remains is a head that hyper refuses by itself, because it is too long (431) or none at all (400): that
//! answer has no body and meets no layer, so no access line and no number tells of it.
//!
//! ```
//! # use phase9_backend::http_server::{ask, open};
//! # use serde_json::{Value, json};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let directory = tempfile::tempdir()?;
//! # let app = open(&directory.path().join("conduit.db")).await?;
//! for (request, body, status) in [
//!     ("GET /api/articles/nothing", Value::Null, 404),
//!     ("GET /api/nothing", Value::Null, 404),
//!     ("DELETE /api/tags", Value::Null, 405),
//!     ("GET /api/articles?limit=many", Value::Null, 422),
//!     ("POST /api/users/login", json!({"user": {"password": 1234}}), 422),
//! ] {
//!     let (answered, answer) = ask(&app, request, "", body).await;
//!     assert_eq!(answered, status, "{request}");
//!     assert!(answer["errors"].is_object(), "{request}: {answer}");
//!     assert!(!answer.to_string().contains("1234"), "what does not fit is not quoted");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The last line is about serde: its errors quote the value that does not fit. In an answer that is a courtesy, until the
//! value is a password in the wrong place and the answer is in somebody's log.
//!
//! # Layers, and their order
//!
//! `router.layer(…)` puts a layer around the routes that are there; the one that is added last stands outermost, and a
//! route that is added later has none of them. They run after routing, so that they know the pattern that matched. The
//! order in [`around`] is not a matter of taste:
//!
//! | from the outside | because |
//! |---|---|
//! | id, span, numbers | whoever is turned away further inside is logged and counted, too |
//! | CORS | a browser hides an answer without these headers, also a 500, from the front end |
//! | panics | inside of the span, so that the log says whose; outside of the handlers and all that they call |
//! | admission, 503 | who cannot be served is told before anything was spent on them; probes pass |
//! | time for the whole, 503 | a place is given back in bounded time |
//! | time for the body, 408 | bounds the whole body, where a timeout between its pieces would let a byte a second go on |
//! | length of the body, 413 | binds only extractors that buffer: a handler that takes a raw `Body` has no limit |
//!
//! What hangs on this is tested with handlers that a test can hold: [`around`] takes any router.
//!
//! Two of the layers are functions' work and yet no `middleware::from_fn`: they are written as tower has them, a
//! [`Service`](tower::Service) around a service, with a future of its own. And all of them are one stack
//! ([`tower::ServiceBuilder`]), put around with one `layer`. The reason is what a router does with them. It keeps routes
//! of many types, so it puts each into a box, and clones that box for each request; a second `layer` puts what the first
//! one made into another box. Each box is an allocation and a copy of all that is in it, `from_fn` adds two more, and all
//! that before anything has happened. So what layers share is behind one `Arc`. A prefix given by `nest` costs the same
//! again, and a new address without the prefix: here, routes have their whole paths. (`cargo bench -p phase9-backend
//! --bench http_server -- five` has all of these with layers that do nothing.)
//!
//! # Connections
//!
//! `axum::serve` accepts connections and hands them to hyper with its defaults. hyper's timeout for the head of a request
//! needs a timer, which is not installed there: whoever sends a byte now and then keeps a connection, and a thousand of
//! those are all the files that a process may usually open. Its graceful shutdown stops accepting and then waits, as long
//! as it takes. [`serve`] has what is missing: the timer; a bound on connections, taken before the next one is accepted;
//! a bound on how long a client may leave an answer unread; and a deadline for draining, after which the connections are
//! cut. They are in a [`JoinSet`](tokio::task::JoinSet), because a spawned task outlives the function that spawned it.
//!
//! hyper uses the same timer while a kept connection waits for its next request. Where a proxy stands in front, let it
//! give up idle connections first, or it will now and then send a request into one that is just being closed. And let it
//! stop sending before the process is told to end: from then on, new connections are refused. TLS and HTTP/2 are left to
//! that proxy, and so is who may see `/metrics`.
//!
//! # Who somebody is
//!
//! A token names the algorithm that it is signed with. [`Tokens`] does not ask it: there is one algorithm, and `none` or
//! another one is refused before anything else is looked at. What a signed token cannot do is be taken back: until it
//! ends it is good, also after the password was changed.
//!
//! Passwords are slow on purpose, and that is an invitation to ask for many. [`Passwords`] lets a few compute, some
//! wait, and sends the rest away. The permits are moved into the closure that `spawn_blocking` runs. In the async
//! function around it they would be dropped with it as soon as the client hangs up, while the thread goes on computing:
//! a bound that anybody can lift by being impatient.
//!
//! A login for an address that nobody has checks the password all the same, against a hash that stands in.
//!
//! # Testing without sockets
//!
//! A `Router` is a function from request to response ([`tower::Service`]). `oneshot` calls it: no port, no client, no
//! race, and a paused clock can pass ten seconds at once. Sockets are left for what is about connections. [`ask`] is
//! all that the examples here need.
//!
//! # What it costs
//!
//! `cargo bench -p phase9-backend --bench http_server` compares a bare route with the same one in all layers, and with a
//! list of articles from memory and from SQLite, without a socket and without a log. Alone, the layers look expensive: a
//! bare route does nothing. `cargo xtask load` puts sockets and the log around it, and the ratio is another one.
//!
//! # The others
//!
//! **Actix Web** has an HTTP implementation of its own and runs a single-threaded runtime on each of its threads, so
//! handlers need not be `Send`, and state that is not shared between threads is natural. Extractors look alike. That the
//! body can be taken only once is found at run time there. Timeouts for slow heads and for shutting down are built in
//! and on. Its middleware has its own trait, and is more to write. **Rocket** writes routes as attributes on handlers
//! and finds parameters by name; guards play the part of extractors, and a body cannot be opened without a limit.
//! **axum** adds the least: what is not routing or extracting is tower's or hyper's. That is why a layer that was
//! written for a gRPC server serves here as well, and why this lesson has a section about connections.
//!
//! [`FromRequestParts`]: axum::extract::FromRequestParts
//! [`FromRequest`]: axum::extract::FromRequest
//! [`IntoResponse`]: axum::response::IntoResponse
//! [`Caller`]: crate::http::Caller
//! [`Input`]: crate::http::Input
//! [`Search`]: crate::http::Search
//! [`Place`]: crate::http::Place
//! [`ApiError`]: crate::http::ApiError
//! [`around`]: crate::http::around
//! [`serve`]: crate::server::serve

use std::{path::Path, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::{
    config::Limits,
    http::{self, Draining},
    service::{Passwords, Service, Tokens},
    store::{SharedStore, Sqlite, StoreError},
    telemetry::Metrics,
};

/// Bounds for a service that nobody attacks, and that no test meets by accident.
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

/// The use cases over `store`, to try things out: with cheap passwords, and with a key that anybody can read here.
pub fn service(store: SharedStore) -> Service {
    let key = "a key that everybody may know".to_owned().into();
    Service::new(store, Passwords::cheap(), Tokens::new(&key, Duration::from_secs(3600)))
}

/// The whole [`service`] over the database file at `path`.
///
/// # Errors
/// If the file cannot be opened.
pub async fn open(path: &Path) -> Result<Router, StoreError> {
    let service = service(Arc::new(Sqlite::open(path).await?));
    Ok(http::app(service, LIMITS, Metrics::default(), Draining::default()))
}

/// Sends `request`, a method and a path, with a token unless that is empty, and with a JSON body unless that is null.
/// Returns the status and the answer, which is a string if it is not JSON and null if there is none.
///
/// # Panics
/// If `request` is not a method and a path.
pub async fn ask(router: &Router, request: &str, token: &str, body: Value) -> (u16, Value) {
    let (method, path) = request.split_once(' ').expect("a request is a method and a path");
    let mut request = Request::builder().method(method).uri(path);
    if !token.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Token {token}"));
    }
    let request = match body {
        Value::Null => request.body(Body::empty()),
        body => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
    };
    let request = request.expect("the method, the path and the token can be sent");
    let Ok(response) = router.clone().oneshot(request).await;
    let status = response.status().as_u16();
    let bytes = response.into_body().collect().await.expect("the answer is in memory").to_bytes();
    let text = || String::from_utf8_lossy(&bytes).into_owned();
    let answer = match bytes.as_ref() {
        [] => Value::Null,
        bytes => serde_json::from_slice(bytes).unwrap_or_else(|_| Value::String(text())),
    };
    (status, answer)
}
