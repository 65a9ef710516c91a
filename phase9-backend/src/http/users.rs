//! `/users` and `/user`: registering, logging in, and one's own account.

use axum::{Json, extract::State, http::StatusCode};

use super::{
    ApiError, Caller, Errors, Input,
    wire::{LoginRequest, RegistrationRequest, UserResponse, UserUpdateRequest},
};
use crate::{domain::User, service::Service};

fn response(service: &Service, user: &User) -> Json<UserResponse> {
    Json(UserResponse::new(user, service.token_for(user.id)))
}

/// Registers a user.
#[utoipa::path(
    post, path = "/api/users", operation_id = "CreateUser", tag = "User and Authentication", request_body = RegistrationRequest,
    responses((status = 201, body = UserResponse), (status = 422, body = Errors))
)]
pub async fn register(
    State(service): State<Service>,
    Input(RegistrationRequest { user }): Input<RegistrationRequest>,
) -> Result<(StatusCode, Json<UserResponse>), ApiError> {
    let user = service.register(user.into()).await?;
    Ok((StatusCode::CREATED, response(&service, &user)))
}

/// Logs a user in.
#[utoipa::path(
    post, path = "/api/users/login", operation_id = "Login", tag = "User and Authentication", request_body = LoginRequest,
    responses((status = 200, body = UserResponse), (status = 401, body = Errors), (status = 422, body = Errors))
)]
pub async fn log_in(
    State(service): State<Service>,
    Input(LoginRequest { user }): Input<LoginRequest>,
) -> Result<Json<UserResponse>, ApiError> {
    let user = service.log_in(user.into()).await?;
    Ok(response(&service, &user))
}

/// The caller, with a new token.
#[utoipa::path(
    get, path = "/api/user", operation_id = "GetCurrentUser", tag = "User and Authentication", security(("Token" = [])),
    responses((status = 200, body = UserResponse), (status = 401, body = Errors))
)]
pub async fn current(
    State(service): State<Service>,
    Caller(caller): Caller,
) -> Result<Json<UserResponse>, ApiError> {
    let user = service.user(caller).await?;
    Ok(response(&service, &user))
}

/// Changes the caller.
#[utoipa::path(
    put, path = "/api/user", operation_id = "UpdateCurrentUser", tag = "User and Authentication", security(("Token" = [])), request_body = UserUpdateRequest,
    responses((status = 200, body = UserResponse), (status = 401, body = Errors), (status = 422, body = Errors))
)]
pub async fn update(
    State(service): State<Service>,
    Caller(caller): Caller,
    Input(UserUpdateRequest { user }): Input<UserUpdateRequest>,
) -> Result<Json<UserResponse>, ApiError> {
    let user = service.update_user(caller, user.into()).await?;
    Ok(response(&service, &user))
}
