//! What is posted: an event as JSON, signed.
//!
//! Headers and signed text are those of the Standard Webhooks specification, so that receivers can use its libraries:
//! `webhook-id`, `webhook-timestamp` in seconds, and `webhook-signature`, a list of `v1,` with HMAC-SHA-256 in base64
//! over `id.timestamp.body`. So are keys: one that begins with `whsec_` is base64 of the key. Any other text is the key
//! itself, which these libraries want to be told; some call it raw.

use std::time::Duration;

use axum::{body::Bytes, http::HeaderMap};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::{domain::Timestamp, store::Event};

/// The header with the event's key. It is the same in each attempt: who has seen it needs no second one.
pub const ID: &str = "webhook-id";
/// The header with the time of this attempt, in seconds since 1970.
pub const TIMESTAMP: &str = "webhook-timestamp";
/// The header with the signatures.
pub const SIGNATURE: &str = "webhook-signature";

/// So old, or so far in the future, may a notice be: clocks differ, and whoever records a notice must not be able to
/// send it again next year.
pub const TOLERANCE: Duration = Duration::from_secs(300);

/// A signed notice about an event: everything that is posted.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The event's key.
    pub id: String,
    /// Seconds since 1970.
    pub timestamp: String,
    /// What proves that both, and the body, are ours.
    pub signature: String,
    /// JSON of a [`Payload`].
    pub body: Bytes,
}

/// The body of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// Greater than those of all earlier events of the same article.
    pub id: i64,
    /// `article.published`, `article.revised` or `article.withdrawn`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened, as RFC 3339.
    pub timestamp: String,
    /// What it is about.
    pub data: About,
}

/// What a notice is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The article's key, which never changes.
    pub article: i64,
    /// Its slug after the event.
    pub slug: String,
    /// Its title after the event.
    pub title: String,
    /// Who wrote it.
    pub author: String,
}

/// Why a notice is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// A header is missing, twice there, or unreadable.
    #[error("the header {0} is missing or malformed")]
    Malformed(&'static str),
    /// It is older than [`TOLERANCE`], or from the future.
    #[error("it was not sent just now")]
    Stale,
    /// Somebody else has signed it, or somebody has changed it.
    #[error("no signature fits")]
    Forged,
}

impl Notice {
    /// Signs a notice about `event` that is sent `now`.
    ///
    /// # Panics
    /// Never: JSON has room for all texts and numbers, and HMAC for keys of any length.
    pub fn sign(event: &Event, key: &SecretString, now: Timestamp) -> Self {
        let payload = Payload {
            id: event.id.get(),
            kind: event.kind.name().into(),
            timestamp: event.at.to_string(),
            data: About {
                article: event.article.get(),
                slug: event.slug.as_str().into(),
                title: event.title.as_str().into(),
                author: event.author.as_str().into(),
            },
        };
        let body = serde_json::to_vec(&payload).expect("texts and numbers can be written as JSON");
        let (id, timestamp) = (event.id.to_string(), seconds(now).to_string());
        let tag = mac(key, &id, &timestamp, &body).finalize().into_bytes();
        Self { signature: format!("v1,{}", BASE64.encode(tag)), id, timestamp, body: body.into() }
    }

    /// Its headers, with their values.
    pub fn headers(&self) -> [(&'static str, &str); 3] {
        [(ID, &self.id), (TIMESTAMP, &self.timestamp), (SIGNATURE, &self.signature)]
    }
}

/// For receivers: whether headers and body are a notice that was signed with `key`, just `now`. Returns its key.
///
/// The body must be checked as it came. Parsed and written again, it may be another text.
///
/// # Errors
/// If anything about it cannot be believed.
pub fn verify<'h>(
    headers: &'h HeaderMap,
    body: &[u8],
    key: &SecretString,
    now: Timestamp,
) -> Result<&'h str, SignatureError> {
    let only = |name| {
        let mut values = headers.get_all(name).iter();
        let value = values.next().filter(|_| values.next().is_none());
        value.and_then(|value| value.to_str().ok()).ok_or(SignatureError::Malformed(name))
    };
    let (id, timestamp, signatures) = (only(ID)?, only(TIMESTAMP)?, only(SIGNATURE)?);
    let sent: i64 = timestamp.parse().map_err(|_| SignatureError::Malformed(TIMESTAMP))?;
    // A key can be replaced while notices are under way if there is a signature with each: one that fits is enough.
    let fits = signatures.split(' ').filter_map(|it| it.strip_prefix("v1,")).any(|signature| {
        let tag = BASE64.decode(signature).unwrap_or_default();
        // Not `==`, which stops at the first difference, and so tells by its duration how much of a guess is right.
        mac(key, id, timestamp, body).verify_slice(&tag).is_ok()
    });
    if !fits {
        return Err(SignatureError::Forged);
    }
    if seconds(now).abs_diff(sent) > TOLERANCE.as_secs() { Err(SignatureError::Stale) } else { Ok(id) }
}

fn mac(key: &SecretString, id: &str, timestamp: &str, body: &[u8]) -> Hmac<Sha256> {
    let text = key.expose_secret();
    let encoded = text.strip_prefix("whsec_").and_then(|encoded| BASE64.decode(encoded).ok());
    let mac = Hmac::new_from_slice(encoded.as_deref().unwrap_or(text.as_bytes()));
    let mut mac: Hmac<Sha256> = mac.expect("HMAC takes keys of any length");
    for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
        mac.update(part);
    }
    mac
}

fn seconds(instant: Timestamp) -> i64 {
    instant.as_micros().div_euclid(1_000_000)
}
