//! Why an event has not arrived.

use std::{error::Error, time::Duration};

use axum::{
    body::Bytes,
    http::{HeaderMap, StatusCode, header},
};

use super::Problem;
use crate::{
    async_backend::{Retryable, TimedOut},
    domain::Timestamp,
};

/// Why an event has not arrived: sorted by what can be done about it.
///
/// Whatever the other side has sent is data here, and the sources are for the log. Nothing of it reaches a client of
/// this service.
#[derive(Debug, thiserror::Error)]
pub enum UpstreamError {
    /// The receiver has understood, and does not want it. The same again would be refused again.
    #[error("the receiver refused it with {status}")]
    Refused {
        /// A 4xx.
        status: StatusCode,
        /// What it has said about that.
        #[source]
        problem: Option<Box<Problem>>,
    },
    /// The receiver wants it, but not now: 408, 425, 429, and 503.
    #[error("the receiver answered {status}, and wants it later")]
    Busy {
        /// Which of them.
        status: StatusCode,
        /// How much later, if it has said so.
        retry_after: Option<Duration>,
        /// What it has said about that.
        #[source]
        problem: Option<Box<Problem>>,
    },
    /// The receiver has failed, or has answered what no receiver should. A redirection is of this kind, because it is not
    /// followed: an operator has to change the address, and until then nothing must be lost.
    #[error("the receiver answered {status}")]
    Broken {
        /// Whatever it was.
        status: StatusCode,
        /// What it has said about that.
        #[source]
        problem: Option<Box<Problem>>,
    },
    /// There was no answer that could be read: no connection, or one that broke. It may have arrived all the same.
    #[error("the receiver cannot be reached")]
    Unreachable(#[source] Box<dyn Error + Send + Sync>),
    /// There was no answer in time. It may have arrived all the same.
    #[error(transparent)]
    TimedOut(#[from] TimedOut),
}

impl UpstreamError {
    /// A word for machines that never changes its meaning, for logs and dashboards.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "refused",
            Self::Busy { .. } => "busy",
            Self::Broken { .. } => "broken",
            Self::Unreachable(_) => "unreachable",
            Self::TimedOut(_) => "timed_out",
        }
    }
}

impl Retryable for UpstreamError {
    fn is_retryable(&self) -> bool {
        match self {
            Self::Refused { .. } => false,
            Self::Busy { .. } | Self::Broken { .. } | Self::Unreachable(_) | Self::TimedOut(_) => true,
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy { retry_after, .. } => *retry_after,
            Self::Refused { .. } | Self::Broken { .. } | Self::Unreachable(_) | Self::TimedOut(_) => None,
        }
    }
}

/// What a receiver has answered, before anybody has thought about it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The beginning of the body.
    pub body: Bytes,
}

impl Answer {
    /// What it means.
    ///
    /// # Errors
    /// Unless the status is one of success.
    pub fn verdict(&self, now: Timestamp) -> Result<(), UpstreamError> {
        let Self { status, headers, body } = self;
        let status = *status;
        if status.is_success() {
            return Ok(());
        }
        let problem = Problem::in_answer(headers, body).map(Box::new);
        Err(match status {
            StatusCode::REQUEST_TIMEOUT
            | StatusCode::TOO_EARLY
            | StatusCode::TOO_MANY_REQUESTS
            | StatusCode::SERVICE_UNAVAILABLE => {
                UpstreamError::Busy { status, retry_after: retry_after(headers, now), problem }
            }
            _ if status.is_client_error() => UpstreamError::Refused { status, problem },
            _ => UpstreamError::Broken { status, problem },
        })
    }
}

/// RFC 9110, section 10.2.3: seconds, or a date.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    let micros = date.as_microsecond().saturating_sub(now.as_micros());
    Some(Duration::from_micros(u64::try_from(micros).unwrap_or_default()))
}
