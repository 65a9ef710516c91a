//! The service over HTTP: routes, what they take and what they answer.

mod articles;
mod comments;
mod deadline;
mod error;
mod extract;
mod layers;
mod operations;
mod profiles;
mod tags;
mod users;
mod wire;

use axum::Router;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        ContentBuilder, Ref, ResponseBuilder,
        security::{ApiKey, ApiKeyValue, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{config::Limits, service::Service, telemetry::Metrics};

pub use error::{ApiError, Chain};
pub use extract::{Caller, Input, MaybeCaller, Place, Search};
pub use layers::around;
pub use operations::Draining;
pub use wire::Errors;

/// What the document says about the whole; the routes say the rest about themselves.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Conduit",
        description = "A publishing platform: users write articles, comment on them, mark them, and follow each other.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    modifiers(&Token)
)]
struct Document;

/// The header `Authorization: Token …`.
struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let header =
            ApiKeyValue::with_description("Authorization", "`Token `, followed by a token from a login");
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("Token", SecurityScheme::ApiKey(ApiKey::Header(header)));
    }
}

/// The operations of the platform, below `/api`, and the document that describes them.
pub fn api(service: Service) -> (Router, utoipa::openapi::OpenApi) {
    // The routes have their whole paths. `nest("/api", …)` would take its part off the path of each request.
    let (router, mut document) = OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(users::register))
        .routes(routes!(users::log_in))
        .routes(routes!(users::current, users::update))
        .routes(routes!(profiles::profile))
        .routes(routes!(profiles::follow, profiles::unfollow))
        .routes(routes!(articles::list, articles::publish))
        .routes(routes!(articles::feed))
        .routes(routes!(articles::article, articles::revise, articles::withdraw))
        .routes(routes!(articles::favorite, articles::unfavorite))
        .routes(routes!(comments::list, comments::add))
        .routes(routes!(comments::remove))
        .routes(routes!(tags::list))
        .with_state(articles::Lists::new(service))
        .split_for_parts();
    promise_errors(&mut document);
    (router, document)
}

/// Each operation may also end otherwise than it says itself (too much, too slow, not now), and always in one form.
fn promise_errors(document: &mut utoipa::openapi::OpenApi) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Errors"))).build();
    let otherwise = ResponseBuilder::new()
        .description("Why it came to nothing")
        .content("application/json", content)
        .build();
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            operation.responses.responses.insert("default".into(), otherwise.clone().into());
        }
    }
}

/// Everything that is served: the API, what operators need, and the layers around both.
pub fn app(service: Service, limits: Limits, metrics: Metrics, draining: Draining) -> Router {
    let store = service.store().clone();
    let (api, document) = api(service);
    let router = api.merge(operations::routes(store, metrics.clone(), draining, document));
    layers::around(router, limits, metrics)
}
