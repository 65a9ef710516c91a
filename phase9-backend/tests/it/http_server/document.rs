//! The document that describes the API, and the page that shows it.

use std::{collections::BTreeSet, env, fs, path::Path};

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use crate::support::App;

/// The operations of the public specification with the statuses that it gives a meaning of their own. It also has a
/// 422 wherever anything unexpected may happen; ours has that where input can be refused, and the true status elsewhere.
const PUBLIC: &[(&str, &str, &str, &[&str])] = &[
    ("Login", "post", "/users/login", &["200", "401", "422"]),
    ("CreateUser", "post", "/users", &["201", "422"]),
    ("GetCurrentUser", "get", "/user", &["200", "401"]),
    ("UpdateCurrentUser", "put", "/user", &["200", "401", "422"]),
    ("GetProfileByUsername", "get", "/profiles/{username}", &["200", "401"]),
    ("FollowUserByUsername", "post", "/profiles/{username}/follow", &["200", "401"]),
    ("UnfollowUserByUsername", "delete", "/profiles/{username}/follow", &["200", "401"]),
    ("GetArticlesFeed", "get", "/articles/feed", &["200", "401", "422"]),
    ("GetArticles", "get", "/articles", &["200", "401", "422"]),
    ("CreateArticle", "post", "/articles", &["201", "401", "422"]),
    ("GetArticle", "get", "/articles/{slug}", &["200"]),
    ("UpdateArticle", "put", "/articles/{slug}", &["200", "401", "422"]),
    ("DeleteArticle", "delete", "/articles/{slug}", &["204", "401"]),
    ("GetArticleComments", "get", "/articles/{slug}/comments", &["200", "401"]),
    ("CreateArticleComment", "post", "/articles/{slug}/comments", &["200", "401", "422"]),
    ("DeleteArticleComment", "delete", "/articles/{slug}/comments/{id}", &["204", "401"]),
    ("CreateArticleFavorite", "post", "/articles/{slug}/favorite", &["200", "401"]),
    ("DeleteArticleFavorite", "delete", "/articles/{slug}/favorite", &["200", "401"]),
    ("GetTags", "get", "/tags", &["200"]),
];

/// An operation of the document.
pub struct Operation {
    pub id: String,
    pub method: String,
    pub path: String,
    /// The alternatives, each a scheme or nothing.
    pub security: Vec<String>,
    statuses: BTreeSet<String>,
}

async fn get(path: &str) -> String {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = App::new().await.send(request).await;
    assert!(response.status().is_success(), "{path}: {}", response.status());
    // Of pictures, it is enough that they are there.
    String::from_utf8_lossy(response.body()).into_owned()
}

async fn document() -> Value {
    serde_json::from_str(&get("/api-docs/openapi.json").await).unwrap()
}

/// All operations of the document.
pub async fn operations() -> Vec<Operation> {
    let document = document().await;
    let paths = document["paths"].as_object().unwrap().iter();
    let operations = paths.flat_map(|(path, item)| {
        item.as_object().unwrap().iter().map(move |(method, operation)| {
            let alternatives = operation["security"].as_array().into_iter().flatten();
            Operation {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                security: alternatives
                    .map(|it| it.as_object().unwrap().keys().next().cloned().unwrap_or_default())
                    .collect(),
                statuses: operation["responses"].as_object().unwrap().keys().cloned().collect(),
            }
        })
    });
    operations.collect()
}

#[tokio::test]
async fn the_document_is_the_one_that_is_checked_in() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let current = document().await;
    if env::var_os("REWRITE_OPENAPI").is_some() {
        fs::write(&path, format!("{}\n", serde_json::to_string_pretty(&current).unwrap())).unwrap();
    }
    let checked_in: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    // Not as text: in which order `serde_json` writes keys depends on what else is built with it.
    assert!(
        checked_in == current,
        "openapi.json is not what the routes say. If that is what you want, write it anew with\n\
         REWRITE_OPENAPI=1 cargo test -p phase9-backend --test it http_server::document"
    );
}

#[tokio::test]
async fn every_operation_of_the_public_specification_is_there_with_its_statuses() {
    let operations = operations().await;
    for (id, method, path, statuses) in PUBLIC {
        let operation = operations.iter().find(|it| it.id == *id).unwrap_or_else(|| panic!("{id}"));
        assert_eq!(
            (operation.method.to_lowercase().as_str(), operation.path.as_str()),
            (*method, &*format!("/api{path}"))
        );
        let missing: Vec<_> = statuses.iter().filter(|it| !operation.statuses.contains(**it)).collect();
        assert!(missing.is_empty(), "{id}: {missing:?}");
        assert!(operation.statuses.contains("default"), "{id} promises a form for all other errors");
    }
    assert_eq!(operations.len(), PUBLIC.len());
}

#[tokio::test]
async fn the_document_says_truly_what_can_be_emptied_with_null() {
    let (app, document) = (App::new().await, document().await);
    let token = app.register("ada").await;
    let slug = app.publish(&token, "On Engines").await;
    for (schema, path, envelope) in
        [("UpdateUser", "/user", "user"), ("UpdateArticle", &*format!("/articles/{slug}"), "article")]
    {
        let schema = &document["components"]["schemas"][schema];
        assert_eq!(schema["required"], Value::Null, "everything may be left out");
        for (field, described) in schema["properties"].as_object().unwrap() {
            let may_be_null =
                described["type"].as_array().is_some_and(|types| types.contains(&json!("null")));
            let update = json!({ envelope: { field: null } });
            let (status, answer) = app.call("PUT", path, &token, update).await;
            assert_eq!(status == 200, may_be_null, "{field}: {status} {answer}");
        }
    }
}

#[tokio::test]
async fn names_in_the_document_are_unique_and_lead_somewhere() {
    let document = document().await;
    let ids: Vec<_> = operations().await.into_iter().map(|operation| operation.id).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    let text = document.to_string();
    let references: BTreeSet<_> =
        text.split("\"$ref\":\"#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(references.len() > 10, "{references:?}");
    for reference in references {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
}

#[tokio::test]
async fn the_page_that_shows_the_document_loads_nothing_from_elsewhere() {
    let page = get("/docs/").await;
    let mut loaded = 0;
    for attribute in ["src=\"", "href=\""] {
        for address in page.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(!address.contains("//"), "{address} is somewhere else");
            get(&format!("/docs/{}", address.trim_start_matches("./"))).await;
            loaded += 1;
        }
    }
    assert!(loaded > 3, "a page that loads nothing shows nothing: {page}");
    assert!(!page.contains("http:") && !page.contains("https:"), "{page}");
    for style in ["index.css", "swagger-ui.css"] {
        let style = get(&format!("/docs/{style}")).await;
        let foreign =
            style.split("url(").skip(1).find(|it| it.trim_start_matches(['"', '\'']).starts_with("http"));
        assert_eq!(foreign, None);
    }
    let starter = get("/docs/swagger-initializer.js").await;
    assert!(starter.contains("/api-docs/openapi.json") && !starter.contains("http"), "{starter}");
}
