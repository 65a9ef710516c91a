//! What clients are told when something went wrong, in one place.

use std::{borrow::Cow, error::Error};

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::Errors;
use crate::{
    domain::Validation,
    service::{ServiceError, TokenError},
    store::{StoreError, Thing},
};

/// How long clients are asked to wait before they come again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");

/// Why a request was not answered as its sender wished.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The input breaks rules. 422, keyed by field.
    #[error("the input is invalid: {0}")]
    Invalid(Validation),
    /// Nobody says who they are. 401.
    #[error("a token is missing")]
    Anonymous,
    /// Somebody says who they are, and it is not believed. 401.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// Address and password do not belong together. 401.
    #[error("the credentials are wrong")]
    WrongCredentials,
    /// It is somebody else's. 403.
    #[error("the {0} is somebody else's")]
    Forbidden(Thing),
    /// There is no such thing. 404.
    #[error("there is no such {0}")]
    NotFound(Thing),
    /// The request cannot be understood. The status is that of the extractor.
    #[error("the request is malformed: {message}")]
    Malformed {
        /// What to answer.
        status: StatusCode,
        /// Under which key the message stands.
        part: &'static str,
        /// What is wrong, for whoever wrote the client.
        message: String,
    },
    /// Not now. 503, with `Retry-After`.
    #[error("the service is unavailable")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// A fault of this program. 500; what it was is in the log only.
    #[error("the service has failed")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl ApiError {
    /// What is answered.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Anonymous | Self::Token(_) | Self::WrongCredentials => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Malformed { status, .. } => *status,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What is told: words for the client's author, none about the inside.
    fn errors(&self) -> Errors {
        let one = |key: &'static str, message: &'static str| Errors::of(key, Cow::Borrowed(message));
        match self {
            Self::Invalid(validation) => Errors::from_validation(validation),
            Self::Anonymous => one("token", "is missing"),
            Self::Token(TokenError::Expired) => one("token", "has expired"),
            Self::Token(TokenError::Invalid) => one("token", "is invalid"),
            Self::WrongCredentials => one("credentials", "invalid"),
            Self::Forbidden(thing) => one(thing.name(), "forbidden"),
            Self::NotFound(thing) => one(thing.name(), "not found"),
            Self::Malformed { part, message, .. } => Errors::of(part, Cow::Owned(message.clone())),
            Self::Unavailable(_) => one("service", "is unavailable, try again later"),
            Self::Internal(_) => one("service", "has failed"),
        }
    }
}

impl From<ServiceError> for ApiError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Invalid(validation) => Self::Invalid(validation),
            ServiceError::WrongCredentials => Self::WrongCredentials,
            ServiceError::Overloaded(_) => Self::Unavailable(error.into()),
            ServiceError::Internal(..) => Self::Internal(error.into()),
            ServiceError::Store(error) => match error {
                // Whose token is good, but who is no longer there.
                StoreError::NotFound(Thing::User) => Self::Token(TokenError::Invalid),
                StoreError::NotFound(thing) => Self::NotFound(thing),
                StoreError::NotYours(thing) => Self::Forbidden(thing),
                StoreError::Unavailable(_) => Self::Unavailable(error.into()),
                StoreError::Taken(_) | StoreError::Internal(_) => Self::Internal(error.into()),
            },
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.to_response()
    }
}

impl ApiError {
    /// The answer to one of those whom it concerns, and a line in the log about it.
    pub fn to_response(&self) -> Response {
        let status = self.status();
        match self {
            Self::Internal(_) => tracing::error!(error = %Chain(self), "a request has failed"),
            Self::Unavailable(_) => tracing::warn!(error = %Chain(self), "a request was turned away"),
            // What cannot be understood is quoted to whoever sent it, and not here: it may be a password.
            Self::Malformed { part, .. } => {
                tracing::debug!(status = status.as_u16(), part, "a request was malformed");
            }
            _ => tracing::debug!(error = %self, "a request was refused"),
        }
        let mut response = (status, Json(self.errors())).into_response();
        let header = match status {
            StatusCode::SERVICE_UNAVAILABLE => Some((header::RETRY_AFTER, RETRY_AFTER)),
            // RFC 9110, section 11.6.1, asks for it in each 401.
            StatusCode::UNAUTHORIZED => Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Token"))),
            // The rest of a body that came too slowly is not waited for; section 15.5.9 wants that to be said.
            StatusCode::REQUEST_TIMEOUT => Some((header::CONNECTION, HeaderValue::from_static("close"))),
            _ => None,
        };
        response.headers_mut().extend(header);
        response
    }
}

/// An error with all of its sources, for a log.
pub struct Chain<'a>(pub &'a dyn Error);

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            source = error.source();
        }
        Ok(())
    }
}
