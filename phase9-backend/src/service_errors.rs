//! Errors that cross from one service to another: who learns what, and who may try again.
//!
//! Inside one program an error is a value: it is matched, converted, and has sources. Between two it is a status, a few
//! headers and a text, and the most frequent error is none at all: silence. After this lesson you can sort errors by
//! what can be done about them, translate them at each border so that nothing leaks and nothing is lost, and say which
//! of them may be answered by doing the same again.
//!
//! The platform stands between two others: clients who ask it, and a receiver whom it tells about articles. So it is the
//! *server* of one conversation and the *client* of another. Read in this order:
//!
//! | type | at which border | sorted by | goes on as |
//! |---|---|---|---|
//! | [`StoreError`] | database → storage | may the step succeed in a moment? | data in its variants, the driver's error as `source` |
//! | [`ServiceError`] | storage → use case | whose fault is it? | a taken name becomes an invalid input |
//! | [`ApiError`] | use case → client | which status? | status and stable words; the sources stay here |
//! | [`UpstreamError`] | receiver → outbox | may the same be sent again? | what is noted about the event; the chain, to the log |
//!
//! # The middle of the table is where meaning changes
//!
//! `?` converts by [`From`], silently. That is right where the outer type says the same as the inner one, and wrong where
//! the same inner error means two things. `From<StoreError> for ServiceError` is written by hand for that reason: a
//! violated uniqueness is a fact of the database, but an *input that breaks a rule* to whoever registers. And there is no
//! `From<sqlx::Error> for ServiceError` at all, so that no use case can let a driver's error pass with a `?`: it does not
//! compile (E0277) until it has gone through [`StoreError`], where somebody has sorted it.
//!
//! ```
//! use phase9_backend::{domain::Validation, http::ApiError, service::ServiceError, store::{Field, StoreError, Thing}};
//!
//! let taken = ServiceError::from(StoreError::Taken(Field::Username));
//! assert!(matches!(taken, ServiceError::Invalid(Validation { .. })));
//!
//! // "There is no such user" is 404 about somebody else. About the owner of the token, it is 401.
//! let gone = ApiError::from(ServiceError::from(StoreError::NotFound(Thing::User)));
//! let other = ApiError::from(ServiceError::from(StoreError::NotFound(Thing::Profile)));
//! assert_eq!((gone.status().as_u16(), other.status().as_u16()), (401, 404));
//! ```
//!
//! The same holds for answers of others, only more so. That the receiver says 404 is no reason to answer 404 to anybody:
//! it is this service that has asked for the wrong thing.
//!
//! # Five words for everything that can happen out there
//!
//! A client library has dozens of errors, and a receiver five hundred statuses. The worker has five things to do:
//!
//! | [`UpstreamError`] | what was it | again? | counts against the receiver |
//! |---|---|---|---|
//! | [`Refused`](UpstreamError::Refused) | 4xx | no | no: a receiver that refuses is well |
//! | [`Busy`](UpstreamError::Busy) | 408, 425, 429, 503 | yes, not before `Retry-After` | yes |
//! | [`Broken`](UpstreamError::Broken) | 5xx, and what makes no sense | yes | yes |
//! | [`Unreachable`](UpstreamError::Unreachable) | no connection, half an answer | yes | yes |
//! | [`TimedOut`](UpstreamError::TimedOut) | nothing | yes | yes |
//!
//! ```
//! use phase9_backend::{async_backend::Retryable, domain::Timestamp, outbox::Answer};
//! use axum::http::{HeaderMap, HeaderValue, StatusCode};
//!
//! let mut headers = HeaderMap::new();
//! headers.insert("retry-after", HeaderValue::from_static("30"));
//! let answer = Answer { status: StatusCode::TOO_MANY_REQUESTS, headers, body: Default::default() };
//! let error = answer.verdict(Timestamp::now()).unwrap_err();
//! assert_eq!((error.code(), error.is_retryable()), ("busy", true));
//! assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(30));
//! ```
//!
//! Not everybody gives up after a 4xx. The Standard Webhooks specification counts whatever is not 2xx as a failure, to be
//! repeated: a receiver with the wrong key, or without its route, answers 4xx as well, and will be repaired. It is a choice
//! between events that wait for an operator and an article that waits behind an event that nobody will ever take. Here the
//! event is put aside at once, loudly, and what comes after it goes on.
//!
//! Neither [`code`](UpstreamError::code) nor [`is_retryable`](crate::async_backend::Retryable::is_retryable) has an arm
//! `_`. Whoever adds a variant is asked by the compiler, at each table, what it means there (E0004). That is worth more
//! than brevity, because the answer of `_` would be "do not try again" or "try for ever", and both are found out in the
//! night. Where the values are not a closed enum, as with statuses, the compiler cannot ask; there a test goes through
//! all of them.
//!
//! # The kind is the contract
//!
//! [`Problem`] is RFC 9457: `application/problem+json`. It has something for each reader, and none should read what is
//! for another:
//!
//! | part | for whom | may change |
//! |---|---|---|
//! | status | everything on the way: caches, proxies, metrics, retries | never |
//! | `type`, here [`kind`](Problem::kind) | the program at the other end, which compares it | never |
//! | `title` | people, about the kind | in wording and language |
//! | `detail` | people, about this case | at any time |
//!
//! A program that looks for words in a `detail` works until somebody corrects the spelling. And the other way round: a
//! kind that nobody knows, a body that is no JSON, a proxy's page in HTML are no errors of their own. The status has said
//! what matters, and [`Problem::in_answer`] then returns none.
//!
//! ```
//! use phase9_backend::outbox::{PROBLEM_JSON, Problem};
//! use axum::http::{HeaderMap, HeaderValue};
//!
//! let mut headers = HeaderMap::new();
//! headers.insert("content-type", HeaderValue::from_static("text/html"));
//! assert_eq!(Problem::in_answer(&headers, b"<h1>Bad Gateway</h1>"), None);
//!
//! headers.insert("content-type", HeaderValue::from_static(PROBLEM_JSON));
//! let body = br#"{"type": "/problems/stale", "title": "Too old", "detail": "5 minutes\nat most", "balance": 30}"#;
//! let problem = Problem::in_answer(&headers, body).expect("members that are not known are passed over");
//! // What others have written does not begin new lines in our log.
//! assert_eq!(problem.to_string(), "/problems/stale, Too old, 5 minutes at most");
//! ```
//!
//! The platform's own API answers errors in the shape of its public specification, `{"errors": {…}}`, and must. Rivals of
//! both are a 200 with an error in it, which hides it from everything on the way, and gRPC's sixteen codes, which are
//! such a contract made once for all.
//!
//! # The chain is for the log
//!
//! Each error says its own sentence and has the next one as [`source`](std::error::Error::source). [`Chain`] writes them
//! all; it is used where an error ends: in [`ApiError`]'s answer, and in the outbox. An error that is logged on each
//! level it passes looks like five. What ends in a log has its bounds: problems are cut to 200 characters a text, and
//! [`Webhook`] takes the URL out of the errors of its client, since some receivers want a password in there.
//!
//! ```
//! use phase9_backend::{http::{ApiError, Chain}, outbox::{Problem, UpstreamError}};
//! use axum::{body::to_bytes, http::StatusCode, response::IntoResponse};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let problem = Problem::new("/problems/forged", "The sender is not known", "");
//! let refused = UpstreamError::Refused { status: StatusCode::UNAUTHORIZED, problem: Some(Box::new(problem)) };
//! let error = ApiError::Internal(refused.into());
//! assert_eq!(
//!     Chain(&error).to_string(),
//!     "the service has failed: the receiver refused it with 401 Unauthorized: \
//!      /problems/forged, The sender is not known",
//! );
//! let response = error.into_response();
//! assert_eq!(response.status(), 500); // not 401, which would be about the client
//! let told = to_bytes(response.into_body(), 1000).await?;
//! assert_eq!(told, r#"{"errors":{"service":["has failed"]}}"#);
//! # Ok(())
//! # }
//! ```
//!
//! The problem is boxed. A [`Result`] has room for its larger half in every frame it passes; with the texts inside,
//! the error would be more than twice as large. The price: whoever follows the sources meets a `Box<Problem>`, and must
//! downcast to that.
//!
//! # Silence is not a no
//!
//! [`TimedOut`](UpstreamError::TimedOut) and [`Unreachable`](UpstreamError::Unreachable) say that nothing was heard. The
//! receiver may never have seen the event, or have taken it and failed to say so; from here the two are the same. So
//! to try again is only right if twice does no harm, and only the receiver can see to that. What it needs is a key that
//! is the same in each attempt: [`webhook-id`](crate::outbox::ID). All else is new in each attempt, time and signature
//! too, because [`verify`] believes a notice for five minutes only:
//!
//! ```
//! use std::time::Duration;
//! use phase9_backend::outbox::{Notice, SignatureError, verify};
//! # use phase9_backend::{domain::*, store::*};
//! # let event = Event {
//! #     id: EventId::from_storage(7), article: ArticleId::from_storage(3), kind: EventKind::Published,
//! #     slug: Slug::from_address("s".into()), title: Title::from_storage("T".into()),
//! #     author: Username::from_storage("ada".into()), at: Timestamp::now(), attempts: 0,
//! # };
//! # let headers = |notice: &Notice| -> axum::http::HeaderMap {
//! #     notice.headers().into_iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
//! # };
//! let (key, now) = ("a key that both sides have been given".to_owned().into(), Timestamp::now());
//! let first = Notice::sign(&event, &key, now);
//! assert_eq!(verify(&headers(&first), &first.body, &key, now), Ok("7"));
//!
//! let later = now.after(Duration::from_secs(3600));
//! assert_eq!(verify(&headers(&first), &first.body, &key, later), Err(SignatureError::Stale));
//! let second = Notice::sign(&event, &key, later);
//! assert_eq!(verify(&headers(&second), &second.body, &key, later), Ok("7"));
//! ```
//!
//! A program that takes such notices is `examples/service_errors_notifier.rs`: its mapping table, its problems, and how
//! one number for each article makes repetitions harmless. What decides *when* to try again is in
//! [`async_backend`](crate::async_backend).

#[expect(unused_imports, reason = "so that the text can name them")]
use crate::{
    http::{ApiError, Chain},
    outbox::{Problem, UpstreamError, Webhook, verify},
    service::ServiceError,
    store::StoreError,
};
