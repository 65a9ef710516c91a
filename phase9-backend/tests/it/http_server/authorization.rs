//! Who may do what: each operation of the document, by each kind of caller.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{
    body::Body,
    http::{Request, header},
};
use futures::stream;
use serde_json::{Value, json};

use super::document::{Operation, operations};
use crate::support::App;

/// What an operation answers to nobody in particular, to the author of what it is about, and to somebody else.
const MATRIX: &[(&str, [u16; 3])] = &[
    ("CreateArticle", [401, 201, 201]),
    ("CreateArticleComment", [401, 200, 200]),
    ("CreateArticleFavorite", [401, 200, 200]),
    ("CreateUser", [201, 201, 201]),
    ("DeleteArticle", [401, 204, 403]),
    ("DeleteArticleComment", [401, 204, 403]),
    ("DeleteArticleFavorite", [401, 200, 200]),
    ("FollowUserByUsername", [401, 200, 200]),
    ("GetArticle", [200, 200, 200]),
    ("GetArticleComments", [200, 200, 200]),
    ("GetArticles", [200, 200, 200]),
    ("GetArticlesFeed", [401, 200, 200]),
    ("GetCurrentUser", [401, 200, 200]),
    ("GetProfileByUsername", [200, 200, 200]),
    ("GetTags", [200, 200, 200]),
    ("Login", [200, 200, 200]),
    ("UnfollowUserByUsername", [401, 200, 200]),
    ("UpdateArticle", [401, 200, 403]),
    ("UpdateCurrentUser", [401, 200, 200]),
];

/// An article with a comment, both by one user, and another user.
struct World {
    name: String,
    author: String,
    other: String,
    slug: String,
    comment: i64,
}

impl World {
    async fn new(app: &App, number: usize) -> Self {
        let name = format!("author{number}");
        let author = app.register(&name).await;
        let other = app.register(&format!("other{number}")).await;
        let slug = app.publish(&author, &format!("Article {number}")).await;
        let comment = json!({"comment": {"body": "First."}});
        let (_, answer) = app.call("POST", &format!("/articles/{slug}/comments"), &author, comment).await;
        Self { name, author, other, slug, comment: answer["comment"]["id"].as_i64().unwrap() }
    }

    async fn answer(&self, app: &App, operation: &Operation, token: &str) -> u16 {
        let path = operation.path.strip_prefix("/api").unwrap();
        let path = path
            .replace("{slug}", &self.slug)
            .replace("{username}", &self.name)
            .replace("{id}", &self.comment.to_string());
        assert!(!path.contains('{'), "nothing to put into {path}");
        let article = json!({"title": "Another", "description": "About it", "body": "All of it"});
        let body = match operation.id.as_str() {
            "CreateUser" => json!({"user": {
                "username": format!("{}new{}", self.name, token.len()),
                "email": format!("{}new{}@example.org", self.name, token.len()), "password": "correct horse"
            }}),
            "Login" => json!({"user": {
                "email": format!("{}@example.org", self.name), "password": "correct horse"
            }}),
            "UpdateCurrentUser" => json!({"user": {"bio": "Writes."}}),
            "CreateArticle" | "UpdateArticle" => json!({"article": article}),
            "CreateArticleComment" => json!({"comment": {"body": "Second."}}),
            _ => Value::Null,
        };
        app.call(&operation.method, &path, token, body).await.0.as_u16()
    }
}

#[tokio::test]
async fn each_operation_lets_in_exactly_those_whom_it_should() {
    let app = App::new().await;
    let operations = operations().await;
    let ids: Vec<_> = operations.iter().map(|operation| operation.id.as_str()).collect();
    let rows: Vec<_> = MATRIX.iter().map(|(id, _)| *id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, rows, "each operation needs a row in MATRIX, by name");

    for (number, operation) in operations.iter().enumerate() {
        let (_, expected) = MATRIX.iter().find(|(id, _)| *id == operation.id).unwrap();
        for (caller, status) in expected.iter().enumerate() {
            // What one caller does must not be what the next one finds.
            let world = World::new(&app, number * 10 + caller).await;
            let token = ["", world.author.as_str(), world.other.as_str()][caller];
            let answered = world.answer(&app, operation, token).await;
            let caller = ["nobody", "the author", "somebody else"][caller];
            assert_eq!(answered, *status, "{} by {caller}", operation.id);
        }
    }
}

#[tokio::test]
async fn the_document_says_truly_where_a_token_is_needed_taken_or_ignored() {
    let app = App::new().await;
    for (number, operation) in operations().await.iter().enumerate() {
        let world = World::new(&app, number).await;
        let nobody = world.answer(&app, operation, "").await;
        let forged = world.answer(&app, operation, "forged").await;
        let expected = match operation.security.as_slice() {
            [] => (false, false),
            [only] if only == "Token" => (true, true),
            [none, token] if none.is_empty() && token == "Token" => (false, true),
            other => panic!("{}: {other:?}", operation.id),
        };
        assert_eq!((nobody == 401, forged == 401), expected, "{}: {nobody}, {forged}", operation.id);
    }
}

#[tokio::test]
async fn where_a_token_is_needed_no_body_is_read_without_one() {
    let app = App::new().await;
    for operation in operations().await.iter().filter(|it| it.security == ["Token"]) {
        let read = Arc::new(AtomicBool::new(false));
        let body = Body::from_stream(stream::once({
            let read = read.clone();
            async move {
                read.store(true, Ordering::Relaxed);
                Ok::<_, Infallible>("{}")
            }
        }));
        let path = operation.path.replace(['{', '}'], "");
        let request = Request::builder().method(operation.method.as_str()).uri(path);
        let request = request.header(header::CONTENT_TYPE, "application/json").body(body).unwrap();
        let status = app.send(request).await.status();
        assert_eq!((status.as_u16(), read.load(Ordering::Relaxed)), (401, false), "{}", operation.id);
    }
}
