//! What handlers take, checked before they run, with errors in the form that all others have.

use axum::{
    Json,
    extract::{
        FromRef, FromRequest, FromRequestParts, Path, Query, Request,
        rejection::{JsonRejection, PathRejection, QueryRejection},
    },
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use serde::de::DeserializeOwned;

use super::ApiError;
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
    match value.split_once(' ') {
        Some((scheme, token)) if ["token", "bearer"].iter().any(|it| scheme.eq_ignore_ascii_case(it)) => {
            Ok(Some(token.trim()))
        }
        // A browser that remembers a proxy's password sends it everywhere; nobody means us.
        Some(_) => Ok(None),
        None => Err(invalid),
    }
}

/// A body in JSON.
#[derive(Debug)]
pub struct Input<T>(pub T);

impl<T, S> FromRequest<S> for Input<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let malformed = |rejection: JsonRejection| ApiError::Malformed {
            status: rejection.status(),
            part: "body",
            message: rejection.body_text(),
        };
        Json::from_request(request, state).await.map(|Json(value)| Self(value)).map_err(malformed)
    }
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
