//! What a handler returns becomes an answer, the error included. An error of storage has no status, so the handler is
//! none. The repair is a conversion into the one type that knows what clients are told.

use axum::{Router, routing::get};
use phase9_backend::{
    http::ApiError,
    service::ServiceError,
    store::{StoreError, Thing},
};

fn find(slug: &str) -> Result<String, StoreError> {
    if slug == "on-engines" { Ok("On Engines".into()) } else { Err(StoreError::NotFound(Thing::Article)) }
}

#[cfg(not(fixed))]
async fn article() -> Result<String, StoreError> {
    find("on-engines")
}

#[cfg(fixed)]
async fn article() -> Result<String, ApiError> {
    Ok(find("on-engines").map_err(ServiceError::from)?)
}

fn main() {
    let _router: Router = Router::new().route("/article", get(article)); //~ E0277
}
