//! `/profiles`: other users, and whom the caller follows.

use axum::{Json, extract::State};

use super::{ApiError, Caller, Errors, MaybeCaller, Place, wire::ProfileResponse};
use crate::service::Service;

/// A user, as the caller sees them.
#[utoipa::path(
    get, path = "/api/profiles/{username}", operation_id = "GetProfileByUsername", tag = "Profile", security((), ("Token" = [])), params(("username" = String, Path)),
    responses((status = 200, body = ProfileResponse), (status = 401, body = Errors), (status = 404, body = Errors))
)]
pub async fn profile(
    State(service): State<Service>,
    MaybeCaller(caller): MaybeCaller,
    Place(username): Place<String>,
) -> Result<Json<ProfileResponse>, ApiError> {
    Ok(Json(service.profile(caller, &username).await?.into()))
}

/// Makes the caller follow a user.
#[utoipa::path(
    post, path = "/api/profiles/{username}/follow", operation_id = "FollowUserByUsername", tag = "Profile", security(("Token" = [])),
    params(("username" = String, Path)),
    responses((status = 200, body = ProfileResponse), (status = 401, body = Errors), (status = 404, body = Errors))
)]
pub async fn follow(
    State(service): State<Service>,
    Caller(caller): Caller,
    Place(username): Place<String>,
) -> Result<Json<ProfileResponse>, ApiError> {
    Ok(Json(service.set_following(caller, &username, true).await?.into()))
}

/// Makes the caller no longer follow a user.
#[utoipa::path(
    delete, path = "/api/profiles/{username}/follow", operation_id = "UnfollowUserByUsername", tag = "Profile", security(("Token" = [])),
    params(("username" = String, Path)),
    responses((status = 200, body = ProfileResponse), (status = 401, body = Errors), (status = 404, body = Errors))
)]
pub async fn unfollow(
    State(service): State<Service>,
    Caller(caller): Caller,
    Place(username): Place<String>,
) -> Result<Json<ProfileResponse>, ApiError> {
    Ok(Json(service.set_following(caller, &username, false).await?.into()))
}
