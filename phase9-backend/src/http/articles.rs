//! `/articles`: publishing, changing, finding and marking them.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{FromRef, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};

use super::{
    ApiError, Caller, Errors, Input, MaybeCaller, Place, Search,
    wire::{
        ArticleRequest, ArticleResponse, ArticleUpdateRequest, ArticlesResponse, ListParameters,
        PageParameters,
    },
};
use crate::{async_backend::Departures, domain::UserId, service::Service};

/// A page of articles, as it is sent: to one user, for one list of parameters.
type Pages = Departures<(Option<UserId>, ListParameters), Result<Bytes, Arc<ApiError>>>;

/// What the list of articles is asked of.
#[derive(Clone)]
pub struct Lists {
    service: Service,
    /// Everybody who opens the front page asks for the same. Nothing is kept, so nothing is ever out of date.
    pages: Arc<Pages>,
}

impl Lists {
    /// Lists of the articles of `service`.
    pub fn new(service: Service) -> Self {
        Self { service, pages: Arc::default() }
    }
}

impl FromRef<Lists> for Service {
    fn from_ref(lists: &Lists) -> Self {
        lists.service.clone()
    }
}

/// The newest articles.
#[utoipa::path(
    get, path = "/api/articles", operation_id = "GetArticles", tag = "Articles", security((), ("Token" = [])), params(ListParameters),
    responses((status = 200, body = ArticlesResponse), (status = 401, body = Errors), (status = 422, body = Errors))
)]
pub async fn list(
    State(Lists { service, pages }): State<Lists>,
    MaybeCaller(caller): MaybeCaller,
    Search(parameters): Search<ListParameters>,
) -> Response {
    let input = parameters.clone();
    let page = pages.join((caller, parameters), move || async move {
        let listing = service.articles(caller, input.into()).await.map_err(ApiError::from)?;
        let json = serde_json::to_vec(&ArticlesResponse::from(listing));
        Ok(json.map_err(|error| ApiError::Internal(error.into()))?.into())
    });
    match page.await {
        Ok(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        Err(error) => error.to_response(),
    }
}

/// The newest articles of those whom the caller follows.
#[utoipa::path(
    get, path = "/api/articles/feed", operation_id = "GetArticlesFeed", tag = "Articles", security(("Token" = [])), params(PageParameters),
    responses((status = 200, body = ArticlesResponse), (status = 401, body = Errors), (status = 422, body = Errors))
)]
pub async fn feed(
    State(service): State<Service>,
    Caller(caller): Caller,
    Search(parameters): Search<PageParameters>,
) -> Result<Json<ArticlesResponse>, ApiError> {
    Ok(Json(service.feed(caller, parameters.into()).await?.into()))
}

/// An article.
#[utoipa::path(
    get, path = "/api/articles/{slug}", operation_id = "GetArticle", tag = "Articles", security((), ("Token" = [])), params(("slug" = String, Path)),
    responses((status = 200, body = ArticleResponse), (status = 401, body = Errors), (status = 404, body = Errors))
)]
pub async fn article(
    State(service): State<Service>,
    MaybeCaller(caller): MaybeCaller,
    Place(slug): Place<String>,
) -> Result<Json<ArticleResponse>, ApiError> {
    Ok(Json(service.article(caller, slug).await?.into()))
}

/// Publishes an article.
#[utoipa::path(
    post, path = "/api/articles", operation_id = "CreateArticle", tag = "Articles", security(("Token" = [])), request_body = ArticleRequest,
    responses((status = 201, body = ArticleResponse), (status = 401, body = Errors), (status = 422, body = Errors))
)]
pub async fn publish(
    State(service): State<Service>,
    Caller(caller): Caller,
    Input(ArticleRequest { article }): Input<ArticleRequest>,
) -> Result<(StatusCode, Json<ArticleResponse>), ApiError> {
    let article = service.publish(caller, article.into()).await?;
    Ok((StatusCode::CREATED, Json(article.into())))
}

/// Changes an article of the caller.
#[utoipa::path(
    put, path = "/api/articles/{slug}", operation_id = "UpdateArticle", tag = "Articles", security(("Token" = [])), params(("slug" = String, Path)),
    request_body = ArticleUpdateRequest,
    responses(
        (status = 200, body = ArticleResponse), (status = 401, body = Errors), (status = 403, body = Errors),
        (status = 404, body = Errors), (status = 422, body = Errors)
    )
)]
pub async fn revise(
    State(service): State<Service>,
    Caller(caller): Caller,
    Place(slug): Place<String>,
    Input(ArticleUpdateRequest { article }): Input<ArticleUpdateRequest>,
) -> Result<Json<ArticleResponse>, ApiError> {
    Ok(Json(service.revise(caller, slug, article.into()).await?.into()))
}

/// Removes an article of the caller.
#[utoipa::path(
    delete, path = "/api/articles/{slug}", operation_id = "DeleteArticle", tag = "Articles", security(("Token" = [])), params(("slug" = String, Path)),
    responses(
        (status = 204), (status = 401, body = Errors), (status = 403, body = Errors), (status = 404, body = Errors)
    )
)]
pub async fn withdraw(
    State(service): State<Service>,
    Caller(caller): Caller,
    Place(slug): Place<String>,
) -> Result<StatusCode, ApiError> {
    service.withdraw(caller, slug).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks an article for the caller.
#[utoipa::path(
    post, path = "/api/articles/{slug}/favorite", operation_id = "CreateArticleFavorite", tag = "Favorites", security(("Token" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, body = ArticleResponse), (status = 401, body = Errors), (status = 404, body = Errors))
)]
pub async fn favorite(
    State(service): State<Service>,
    Caller(caller): Caller,
    Place(slug): Place<String>,
) -> Result<Json<ArticleResponse>, ApiError> {
    Ok(Json(service.set_favorite(caller, slug, true).await?.into()))
}

/// Takes the caller's mark off an article.
#[utoipa::path(
    delete, path = "/api/articles/{slug}/favorite", operation_id = "DeleteArticleFavorite", tag = "Favorites", security(("Token" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, body = ArticleResponse), (status = 401, body = Errors), (status = 404, body = Errors))
)]
pub async fn unfavorite(
    State(service): State<Service>,
    Caller(caller): Caller,
    Place(slug): Place<String>,
) -> Result<Json<ArticleResponse>, ApiError> {
    Ok(Json(service.set_favorite(caller, slug, false).await?.into()))
}
