//! The public specification, once through.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::App;

/// Expects a status, and hands out the answer.
#[track_caller]
fn expect(status: u16, (answered, body): (StatusCode, Value)) -> Value {
    assert_eq!(answered.as_u16(), status, "{body}");
    body
}

#[tokio::test]
async fn a_client_can_do_everything_that_the_public_specification_offers() {
    let app = App::new().await;

    let ada = json!({"user": {"username": "ada", "email": "Ada@Example.org", "password": "correct horse"}});
    let answer = expect(201, app.call("POST", "/users", "", ada).await);
    assert_eq!(answer["user"]["email"], "ada@example.org");
    assert_eq!((&answer["user"]["bio"], &answer["user"]["image"]), (&json!(""), &json!("")));

    let login = json!({"user": {"email": "ada@example.org", "password": "correct horse"}});
    let answer = expect(200, app.call("POST", "/users/login", "", login).await);
    let ada = answer["user"]["token"].as_str().unwrap().to_owned();
    let answer = expect(200, app.call("GET", "/user", &ada, Value::Null).await);
    assert_eq!(answer["user"]["username"], "ada");

    let update = json!({"user": {"bio": "Counts.", "image": "https://example.org/ada.png"}});
    let answer = expect(200, app.call("PUT", "/user", &ada, update).await);
    assert_eq!((&answer["user"]["bio"], &answer["user"]["username"]), (&json!("Counts."), &json!("ada")));
    let answer = expect(200, app.call("PUT", "/user", &ada, json!({"user": {"image": null}})).await);
    assert_eq!((&answer["user"]["bio"], &answer["user"]["image"]), (&json!("Counts."), &json!("")));

    let ben = app.register("ben").await;
    let answer = expect(200, app.call("GET", "/profiles/ada", "", Value::Null).await);
    assert_eq!(
        answer,
        json!({"profile": {"username": "ada", "bio": "Counts.", "image": "", "following": false}})
    );
    let answer = expect(200, app.call("POST", "/profiles/ada/follow", &ben, Value::Null).await);
    assert_eq!(answer["profile"]["following"], true);

    let article = json!({"article": {
        "title": "On Engines", "description": "What they can do", "body": "Whatever we order them to.",
        "tagList": ["machines", "notes"]
    }});
    let published = expect(201, app.call("POST", "/articles", &ada, article).await);
    let published = &published["article"];
    assert_eq!(published["slug"], "on-engines");
    assert_eq!(published["tagList"], json!(["machines", "notes"]));
    assert_eq!(published["createdAt"], published["updatedAt"]);
    assert_eq!((&published["favorited"], &published["favoritesCount"]), (&json!(false), &json!(0)));

    let feed = expect(200, app.call("GET", "/articles/feed", &ben, Value::Null).await);
    assert_eq!((&feed["articlesCount"], &feed["articles"][0]["slug"]), (&json!(1), &json!("on-engines")));
    assert_eq!(feed["articles"][0]["author"]["following"], true);
    assert_eq!(feed["articles"][0].get("body"), None, "lists leave the texts out");

    let marked = expect(200, app.call("POST", "/articles/on-engines/favorite", &ben, Value::Null).await);
    assert_eq!(
        (&marked["article"]["favorited"], &marked["article"]["favoritesCount"]),
        (&json!(true), &json!(1))
    );
    for (query, found) in [
        ("?tag=machines", 1),
        ("?tag=gardens", 0),
        ("?author=ada", 1),
        ("?author=ben", 0),
        ("?favorited=ben", 1),
        ("?favorited=ada", 0),
        ("?limit=1&offset=1", 1),
        ("?tag=machines&author=ada&favorited=ben", 1),
    ] {
        let list = expect(200, app.call("GET", &format!("/articles{query}"), "", Value::Null).await);
        assert_eq!(list["articlesCount"], found, "{query}");
    }
    let marked = expect(200, app.call("DELETE", "/articles/on-engines/favorite", &ben, Value::Null).await);
    assert_eq!(marked["article"]["favoritesCount"], 0);

    let comment = json!({"comment": {"body": "Well said."}});
    let comment = expect(200, app.call("POST", "/articles/on-engines/comments", &ben, comment).await);
    let id = comment["comment"]["id"].as_i64().unwrap();
    assert_eq!(comment["comment"]["author"]["username"], "ben");
    let comments = expect(200, app.call("GET", "/articles/on-engines/comments", "", Value::Null).await);
    assert_eq!(comments["comments"], json!([comment["comment"]]));
    let path = format!("/articles/on-engines/comments/{id}");
    expect(204, app.call("DELETE", &path, &ben, Value::Null).await);
    expect(404, app.call("DELETE", &path, &ben, Value::Null).await);

    let revision = json!({"article": {"title": "On Analytical Engines"}});
    let revised = expect(200, app.call("PUT", "/articles/on-engines", &ada, revision).await);
    let revised = &revised["article"];
    assert_eq!(
        (&revised["slug"], &revised["body"]),
        (&json!("on-analytical-engines"), &json!("Whatever we order them to."))
    );
    assert_eq!(revised["createdAt"], published["createdAt"]);
    let tags = expect(200, app.call("GET", "/tags", "", Value::Null).await);
    assert_eq!(tags, json!({"tags": ["machines", "notes"]}));

    let answer = expect(200, app.call("DELETE", "/profiles/ada/follow", &ben, Value::Null).await);
    assert_eq!(answer["profile"]["following"], false);
    let feed = expect(200, app.call("GET", "/articles/feed", &ben, Value::Null).await);
    assert_eq!(feed, json!({"articles": [], "articlesCount": 0}));
    let gone = app.call("DELETE", "/articles/on-analytical-engines", &ada, Value::Null).await;
    assert_eq!(expect(204, gone), Value::Null);
    expect(404, app.call("GET", "/articles/on-analytical-engines", "", Value::Null).await);
}
