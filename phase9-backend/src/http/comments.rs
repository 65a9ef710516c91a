//! `/articles/{slug}/comments`: what readers say.

use axum::{Json, extract::State, http::StatusCode};

use super::{
    ApiError, Caller, Errors, Input, MaybeCaller, Place,
    wire::{CommentRequest, CommentResponse, CommentsResponse},
};
use crate::{domain::CommentId, service::Service, store::Thing};

/// All comments on an article.
#[utoipa::path(
    get, path = "/api/articles/{slug}/comments", operation_id = "GetArticleComments", tag = "Comments", security((), ("Token" = [])), params(("slug" = String, Path)),
    responses((status = 200, body = CommentsResponse), (status = 401, body = Errors), (status = 404, body = Errors))
)]
pub async fn list(
    State(service): State<Service>,
    MaybeCaller(caller): MaybeCaller,
    Place(slug): Place<String>,
) -> Result<Json<CommentsResponse>, ApiError> {
    Ok(Json(service.comments(caller, slug).await?.into()))
}

/// Adds a comment of the caller.
#[utoipa::path(
    post, path = "/api/articles/{slug}/comments", operation_id = "CreateArticleComment", tag = "Comments", security(("Token" = [])),
    params(("slug" = String, Path)), request_body = CommentRequest,
    responses(
        (status = 200, body = CommentResponse), (status = 401, body = Errors), (status = 404, body = Errors),
        (status = 422, body = Errors)
    )
)]
pub async fn add(
    State(service): State<Service>,
    Caller(caller): Caller,
    Place(slug): Place<String>,
    Input(CommentRequest { comment }): Input<CommentRequest>,
) -> Result<Json<CommentResponse>, ApiError> {
    Ok(Json(service.add_comment(caller, slug, comment.body).await?.into()))
}

/// Removes a comment of the caller.
#[utoipa::path(
    delete, path = "/api/articles/{slug}/comments/{id}", operation_id = "DeleteArticleComment", tag = "Comments", security(("Token" = [])),
    params(("slug" = String, Path), ("id" = i64, Path)),
    responses(
        (status = 204), (status = 401, body = Errors), (status = 403, body = Errors), (status = 404, body = Errors)
    )
)]
pub async fn remove(
    State(service): State<Service>,
    Caller(caller): Caller,
    Place((slug, id)): Place<(String, String)>,
) -> Result<StatusCode, ApiError> {
    // What is no number is nobody's key.
    let id = id.parse().map_err(|_| ApiError::NotFound(Thing::Comment))?;
    service.remove_comment(caller, slug, CommentId::from_storage(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
