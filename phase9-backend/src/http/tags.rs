//! `/tags`: every word that articles are found by.

use axum::{Json, extract::State};

use super::{ApiError, wire::TagsResponse};
use crate::service::Service;

/// All tags of all articles.
#[utoipa::path(
    get, path = "/api/tags", operation_id = "GetTags", tag = "Tags", responses((status = 200, body = TagsResponse))
)]
pub async fn list(State(service): State<Service>) -> Result<Json<TagsResponse>, ApiError> {
    Ok(Json(service.tags().await?.into()))
}
