//! The other side of the webhook: a service that takes notices about articles, and keeps what can be read.
//!
//! Run it for the platform: `CONDUIT_WEBHOOK_KEY=… cargo run --example service_errors_notifier -- 127.0.0.1:4000`, and
//! the platform itself with the same key and `CONDUIT_WEBHOOK_URL=http://127.0.0.1:4000/notices`.
//! Without an address, it shows what it answers, and ends.

use std::{
    collections::HashMap,
    error::Error,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::State,
    http::{HeaderMap, HeaderValue, Request, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use phase9_backend::{
    domain::{ArticleId, EventId, Slug, Timestamp, Title, Username},
    outbox::{Notice, Payload, Problem, SignatureError, verify},
    store::{Event, EventKind},
};
use secrecy::SecretString;
use tower::ServiceExt as _;

/// Why a notice is not taken. Each has one status and one kind, and the kind is what senders may compare.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoticeError {
    #[error(transparent)]
    Signature(#[from] SignatureError),
    #[error("the body is not a notice")]
    Unreadable(#[from] serde_json::Error),
    #[error("there is nothing to be done about {0:?}")]
    UnknownKind(String),
    #[error("the shelf is being tidied")]
    Closed,
}

impl IntoResponse for NoticeError {
    fn into_response(self) -> Response {
        // No `_`: a new error does not compile until somebody has thought about what senders are told.
        let (status, kind, title) = match &self {
            Self::Signature(SignatureError::Malformed(_)) => {
                (StatusCode::BAD_REQUEST, "/problems/malformed-signature", "The sender cannot be read")
            }
            Self::Signature(SignatureError::Forged) => {
                (StatusCode::UNAUTHORIZED, "/problems/forged", "The sender is not known")
            }
            Self::Signature(SignatureError::Stale) => {
                (StatusCode::UNAUTHORIZED, "/problems/stale", "The notice is too old")
            }
            Self::Unreadable(_) => (StatusCode::BAD_REQUEST, "/problems/unreadable", "This is not a notice"),
            Self::UnknownKind(_) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "/problems/unknown-kind",
                "Only articles are dealt with here",
            ),
            Self::Closed => (StatusCode::SERVICE_UNAVAILABLE, "/problems/closed", "Come again later"),
        };
        let mut response = Problem::new(kind, title, self.to_string()).with_status(status);
        if matches!(self, Self::Closed) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        response
    }
}

/// What can be read, and what was heard of each article last.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    pub(crate) titles: HashMap<i64, String>,
    pub(crate) latest: HashMap<i64, i64>,
    pub(crate) repeated: u32,
    /// So many notices more are asked to come later.
    pub(crate) closed_for: u32,
}

#[derive(Clone)]
pub(crate) struct Notifier {
    pub(crate) shelf: Arc<Mutex<Shelf>>,
    key: SecretString,
}

impl Notifier {
    pub(crate) fn new(key: SecretString) -> Self {
        Self { shelf: Arc::default(), key }
    }

    pub(crate) fn router(&self) -> Router {
        Router::new().route("/notices", post(take)).with_state(self.clone())
    }
}

async fn take(
    State(notifier): State<Notifier>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, NoticeError> {
    // First of all: before that, nobody knows who speaks.
    verify(&headers, &body, &notifier.key, Timestamp::now())?;
    let notice: Payload = serde_json::from_slice(&body)?;
    let mut shelf = notifier.shelf.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(fewer) = shelf.closed_for.checked_sub(1) {
        shelf.closed_for = fewer;
        return Err(NoticeError::Closed);
    }
    // Keys of one article only grow, so one number for each article remembers all that was ever taken.
    if shelf.latest.get(&notice.data.article).is_some_and(|latest| *latest >= notice.id) {
        shelf.repeated += 1;
        return Ok(StatusCode::NO_CONTENT);
    }
    match EventKind::from_name(&notice.kind) {
        Some(EventKind::Published | EventKind::Revised) => {
            shelf.titles.insert(notice.data.article, notice.data.title);
        }
        Some(EventKind::Withdrawn) => {
            shelf.titles.remove(&notice.data.article);
        }
        None => return Err(NoticeError::UnknownKind(notice.kind)),
    }
    shelf.latest.insert(notice.data.article, notice.id);
    Ok(StatusCode::NO_CONTENT)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if let Some(address) = std::env::args().nth(1) {
        let key = std::env::var("CONDUIT_WEBHOOK_KEY")?.into();
        let listener = tokio::net::TcpListener::bind(address).await?;
        println!("notices are taken at http://{}/notices", listener.local_addr()?);
        return Ok(axum::serve(listener, Notifier::new(key).router()).await?);
    }
    let notifier = Notifier::new("the key that both sides have been given".to_owned().into());
    let event = Event {
        id: EventId::from_storage(7),
        article: ArticleId::from_storage(3),
        kind: EventKind::Published,
        slug: Slug::from_address("at-least-once".into()),
        title: Title::from_storage("At Least Once".into()),
        author: Username::from_storage("ada".into()),
        at: Timestamp::from_micros(0),
        attempts: 0,
    };
    let now = Timestamp::now();
    let notice = Notice::sign(&event, &notifier.key, now);
    let answer = async |story: &str, notice: &Notice| -> Result<StatusCode, Box<dyn Error>> {
        let mut request = Request::post("/notices");
        for (name, value) in notice.headers() {
            request = request.header(name, value);
        }
        let response = notifier.router().oneshot(request.body(Body::from(notice.body.clone()))?).await?;
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 4096).await?;
        println!("{story}: {}", parts.status);
        if let Some(problem) = Problem::in_answer(&parts.headers, &body) {
            println!("    {problem}");
        }
        Ok(parts.status)
    };
    assert_eq!(answer("a notice", &notice).await?, StatusCode::NO_CONTENT);
    assert_eq!(answer("the same again", &notice).await?, StatusCode::NO_CONTENT);
    let changed = Notice {
        body: Bytes::from(String::from_utf8(notice.body.to_vec())?.replace("ada", "eve")),
        ..notice
    };
    assert_eq!(answer("with another author", &changed).await?, StatusCode::UNAUTHORIZED);
    let recorded = Notice::sign(&event, &notifier.key, Timestamp::from_micros(now.as_micros() - 600_000_000));
    assert_eq!(answer("recorded ten minutes ago", &recorded).await?, StatusCode::UNAUTHORIZED);
    let unsigned = Notice { signature: "a flourish".into(), ..recorded };
    assert_eq!(answer("without a signature", &unsigned).await?, StatusCode::UNAUTHORIZED);
    let shelf = notifier.shelf.lock().unwrap_or_else(PoisonError::into_inner);
    println!("taken: {:?}, and repeated: {}", shelf.titles, shelf.repeated);
    assert_eq!((shelf.titles.len(), shelf.repeated), (1, 1));
    Ok(())
}
