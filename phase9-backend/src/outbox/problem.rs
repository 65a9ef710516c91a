//! `application/problem+json` (RFC 9457): errors that programs can tell apart, and that people can read.

use std::fmt;

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;

/// The media type of a [`Problem`].
pub const PROBLEM_JSON: &str = "application/problem+json";

/// So many characters of each text are kept: they were chosen by somebody else, and end in our log.
const KEPT: usize = 200;

/// What a service says about a request that came to nothing.
///
/// `kind` is the stable part. Programs compare it, and nothing else: titles are reworded and translated, details name the
/// case at hand. It is never removed and never gets another meaning, like the status code itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// A URI that identifies the kind of problem. `about:blank` means no more than the status does.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind, in words.
    pub title: String,
    /// This case, in words for whoever has to repair it. Nothing about the inside of the service.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl Problem {
    /// A problem of this kind.
    pub fn new(kind: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { kind: kind.into(), title: title.into(), detail: detail.into() }
    }

    /// The problem in an answer; none if it has none that can be understood. What is wrong with an error is no error: the
    /// status has said what matters. A member of the wrong type counts as missing, as section 3.1 of the RFC wants it.
    pub fn in_answer(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let media = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
        let media = media.split(';').next().unwrap_or_default().trim();
        if !media.eq_ignore_ascii_case(PROBLEM_JSON) {
            return None;
        }
        let Value::Object(members) = serde_json::from_slice(body).ok()? else { return None };
        let text = |name| members.get(name).and_then(Value::as_str).map(tame);
        Some(Self {
            kind: text("type").unwrap_or_else(|| "about:blank".into()),
            title: text("title").unwrap_or_default(),
            detail: text("detail").unwrap_or_default(),
        })
    }

    /// As an answer with this status.
    pub fn with_status(self, status: StatusCode) -> Response {
        let mut response = (status, Json(self)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        response
    }
}

/// Not longer than a line of a log bears, and without what could pass for the end of that line.
fn tame(text: &str) -> String {
    text.chars().map(|char| if char.is_control() { ' ' } else { char }).take(KEPT).collect()
}

/// As a cause in a chain of errors.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind)?;
        for text in [&self.title, &self.detail] {
            if !text.is_empty() {
                write!(f, ", {text}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
