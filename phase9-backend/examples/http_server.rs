//! The service in process: what it says to strangers, to its users, and to those who ask wrongly.
//!
//! Run: `cargo run --example http_server`. No port is opened: a router is a function. Look at what is named beside each
//! refusal: the part of the request that it is about.

use std::error::Error;

use axum::Router;
use phase9_backend::http_server::{ask, open};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    let app = open(&directory.path().join("conduit.db")).await?;

    println!("Two users register.");
    let ada = register(&app, "ada").await;
    let ben = register(&app, "ben").await;

    println!("Ada publishes; the signature of the handler decides what is looked at first.");
    let article =
        json!({"article": {"title": "On Engines", "description": "What they do", "body": "They compute."}});
    say(&app, 401, "POST /api/articles", "", json!("not even an article")).await;
    say(&app, 401, "POST /api/articles", "forged", article.clone()).await;
    say(&app, 422, "POST /api/articles", &ada, json!({"article": {"title": " "}})).await;
    let published = say(&app, 201, "POST /api/articles", &ada, article).await;
    assert_eq!(published["article"]["slug"], "on-engines");

    println!("Ben follows her, and may read, but not write.");
    say(&app, 200, "POST /api/profiles/ada/follow", &ben, Value::Null).await;
    let feed = say(&app, 200, "GET /api/articles/feed", &ben, Value::Null).await;
    assert_eq!(feed["articlesCount"], 1);
    say(&app, 403, "DELETE /api/articles/on-engines", &ben, Value::Null).await;

    println!("Whatever goes wrong, it is said in one form.");
    say(&app, 404, "GET /api/articles/nothing", "", Value::Null).await;
    say(&app, 404, "GET /nowhere", "", Value::Null).await;
    say(&app, 405, "PATCH /api/user", &ben, Value::Null).await;
    say(&app, 414, &format!("GET /api/articles?tag={}", "x".repeat(9000)), "", Value::Null).await;
    say(&app, 422, "GET /api/articles?limit=0", "", Value::Null).await;
    let login = json!({"user": {"email": "ada@example.org", "password": ["hunter2"]}});
    let answer = say(&app, 422, "POST /api/users/login", "", login).await;
    assert!(!answer.to_string().contains("hunter2"), "a secret in the wrong place stays a secret");

    println!("A title that would take the feed's address gets another one.");
    let feed = json!({"article": {"title": "Feed", "description": "Its own", "body": "Not the list."}});
    let published = say(&app, 201, "POST /api/articles", &ada, feed).await;
    assert_eq!(published["article"]["slug"], "feed-article");
    Ok(())
}

async fn register(app: &Router, name: &str) -> String {
    let user = json!({"username": name, "email": format!("{name}@example.org"), "password": "correct horse"});
    let answer = say(app, 201, "POST /api/users", "", json!({ "user": user })).await;
    answer["user"]["token"].as_str().expect("who registers gets a token").to_owned()
}

/// Asks, expects a status, and prints what is the same whenever this runs.
async fn say(app: &Router, expected: u16, request: &str, token: &str, body: Value) -> Value {
    let (status, answer) = ask(app, request, token, body).await;
    assert_eq!(status, expected, "{request}: {answer}");
    let what = match &answer["errors"] {
        Value::Null => {
            answer.as_object().map_or(String::new(), |it| it.keys().cloned().collect::<Vec<_>>().join(", "))
        }
        errors => errors.to_string(),
    };
    println!("  {status} {:<34} {what}", request.chars().take(34).collect::<String>());
    answer
}
