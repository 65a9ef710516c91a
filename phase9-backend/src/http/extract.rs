//! What handlers take, checked before they run, with errors in the form that all others have.

use std::{error::Error, iter};

use axum::{
    Json,
    extract::{
        FromRef, FromRequest, FromRequestParts, Path, Query, Request,
        rejection::{JsonDataError, JsonRejection, PathRejection, QueryRejection},
    },
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use serde::de::DeserializeOwned;

use super::{ApiError, deadline::TooSlow};
use crate::{domain::UserId, service::Service};

/// Who calls: the bearer of a valid token. Without one, the handler does not run.
#[derive(Clone, Copy, Debug)]
pub struct Caller(pub UserId);

/// Who calls, if they say so. A token that is not valid is an error here, too: whoever sends one wants to be known.
#[derive(Clone, Copy, Debug)]
pub struct MaybeCaller(pub Option<UserId>);

impl<S> FromRequestParts<S> for Caller
where
    Service: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let MaybeCaller(caller) = MaybeCaller::from_request_parts(parts, state).await?;
        caller.map(Self).ok_or(ApiError::Anonymous)
    }
}

impl<S> FromRequestParts<S> for MaybeCaller
where
    Service: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Some(token) = token(&parts.headers)? else { return Ok(Self(None)) };
        let user = Service::from_ref(state).tokens().verify(token)?;
        // From here on, each line of the request says whose it is. The span has left room for it.
        tracing::Span::current().record("user", user.get());
        Ok(Self(Some(user)))
    }
}

/// The token of the header `Authorization: Token …`; `Bearer` is the same to us.
fn token(headers: &HeaderMap) -> Result<Option<&str>, ApiError> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let invalid = ApiError::Token(crate::service::TokenError::Invalid);
    let Ok(value) = value.to_str() else { return Err(invalid) };
    let (scheme, token) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
    // A browser that remembers a proxy's password sends it everywhere; with another scheme, nobody means us.
    let ours = ["token", "bearer"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
    Ok(ours.then(|| token.trim()))
}

/// A body in JSON.
///
/// What is wrong with it is said by place and never by quoting it: whoever mixes up two fields of a login would find
/// the password in the answer, and in the log of whoever logs it.
#[derive(Debug)]
pub struct Input<T>(pub T);

impl<T, S> FromRequest<S> for Input<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        Json::from_request(request, state).await.map(|Json(value)| Self(value)).map_err(refusal)
    }
}

/// What to say about a body that cannot be taken.
fn refusal(rejection: JsonRejection) -> ApiError {
    let status = rejection.status();
    let (status, message) = match &rejection {
        JsonRejection::JsonDataError(error) => (status, misfit(error)),
        other if source::<TooSlow>(other).is_some() => (StatusCode::REQUEST_TIMEOUT, TooSlow.to_string()),
        other => (status, other.body_text()),
    };
    ApiError::Malformed { status, part: "body", message }
}

/// Where a document is not what was expected.
fn misfit(error: &JsonDataError) -> String {
    match source::<serde_path_to_error::Error<serde_json::Error>>(error) {
        Some(error) => {
            let (path, inner) = (error.path(), error.inner());
            let (line, column) = (inner.line(), inner.column());
            format!("does not have the expected form at `{path}` (line {line}, column {column})")
        }
        None => "does not have the expected form".into(),
    }
}

/// The error of this type among the reasons for another.
fn source<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    iter::successors(Some(error), |&error| error.source()).find_map(|error| error.downcast_ref())
}

/// The part of an address after the question mark.
#[derive(Debug)]
pub struct Search<T>(pub T);

impl<T, S> FromRequestParts<S> for Search<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let malformed = |rejection: QueryRejection| ApiError::Malformed {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            part: "query",
            message: rejection.body_text(),
        };
        Query::from_request_parts(parts, state).await.map(|Query(value)| Self(value)).map_err(malformed)
    }
}

/// The variable parts of a path.
#[derive(Debug)]
pub struct Place<T>(pub T);

impl<T, S> FromRequestParts<S> for Place<T>
where
    T: DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let malformed = |rejection: PathRejection| ApiError::Malformed {
            status: rejection.status(),
            part: "path",
            message: rejection.body_text(),
        };
        let path = <Path<T> as FromRequestParts<S>>::from_request_parts(parts, state).await;
        path.map(|Path(value)| Self(value)).map_err(malformed)
    }
}
