//! How a notice gets there.

use axum::{body::Bytes, http::header};

use super::{Answer, Notice, UpstreamError};

/// So much of an answer is read. What helps people is at its beginning, and a receiver must not fill our memory.
const ANSWER: usize = 16 << 10;

/// What can post a notice. How long that may take, and what the answer means, is not its business.
///
/// The future is [`Send`], which an `async fn` in a trait cannot promise: whoever drives it through a type parameter
/// could not be spawned.
pub trait Transport: Send + Sync + 'static {
    /// Posts a notice once.
    ///
    /// # Errors
    /// [`UpstreamError::Unreachable`] if there is no answer.
    fn post(&self, notice: Notice) -> impl Future<Output = Result<Answer, UpstreamError>> + Send;
}

/// So that tests can do without sockets.
impl<F, A> Transport for F
where
    F: Fn(Notice) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Answer, UpstreamError>> + Send,
{
    fn post(&self, notice: Notice) -> impl Future<Output = Result<Answer, UpstreamError>> + Send {
        self(notice)
    }
}

/// Posts over HTTP.
#[derive(Clone, Debug)]
pub struct Webhook {
    client: reqwest::Client,
    url: String,
}

impl Webhook {
    /// Posts to `url`.
    ///
    /// # Errors
    /// If the machine's certificates cannot be read.
    pub fn new(url: &str) -> Result<Self, reqwest::Error> {
        // The provider of cryptography is the process's. That somebody has installed one before is no error.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            // A receiver could send us anywhere, for instance into our own network.
            .redirect(reqwest::redirect::Policy::none())
            // Retries are the worker's: two layers that retry multiply.
            .retry(reqwest::retry::never())
            // Where posts go is in the configuration, and not in variables that nobody looks at.
            .no_proxy()
            .build()?;
        Ok(Self { client, url: url.to_owned() })
    }
}

impl Transport for Webhook {
    async fn post(&self, notice: Notice) -> Result<Answer, UpstreamError> {
        let mut request = self.client.post(&self.url).header(header::CONTENT_TYPE, "application/json");
        for (name, value) in notice.headers() {
            request = request.header(name, value);
        }
        let mut response = request.body(notice.body).send().await.map_err(unreachable)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::new();
        while body.len() < ANSWER
            && let Some(chunk) = response.chunk().await.map_err(unreachable)?
        {
            body.extend_from_slice(&chunk[..chunk.len().min(ANSWER - body.len())]);
        }
        Ok(Answer { status, headers, body: Bytes::from(body) })
    }
}

/// Without the URL, in which some receivers want a password.
fn unreachable(error: reqwest::Error) -> UpstreamError {
    UpstreamError::Unreachable(error.without_url().into())
}
