//! Requests that are not as they should be, and some that are, but look strange.

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use phase9_backend::{config::Limits, http_server::LIMITS};
use serde_json::{Value, json};

use crate::support::App;

const JSON: &str = "application/json";

/// Sends `body` as it is, and hands out the status and the keys of the errors.
async fn refused(app: &App, method: &str, path: &str, content_type: &str, body: &str) -> (u16, String) {
    let request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, content_type);
    let response = app.send(request.body(Body::from(body.to_owned())).unwrap()).await;
    let status = response.status().as_u16();
    let errors: Value = serde_json::from_slice(response.body())
        .unwrap_or_else(|_| panic!("{method} {path}: {status} {:?}", response.body()));
    let keys: Vec<_> = errors["errors"].as_object().unwrap().keys().cloned().collect();
    (status, keys.join(" "))
}

#[tokio::test]
async fn whatever_is_wrong_the_answer_has_one_form() {
    let app = App::within(Limits { body_bytes: 200, ..LIMITS }).await;
    let long = format!("{{\"user\": \"{}\"}}", "x".repeat(200));
    let address = format!("/api/articles/{}", "x".repeat(9000));
    for (method, path, content_type, body, expected) in [
        ("GET", "/", JSON, "", (404, "path")),
        ("GET", "/api/nothing", JSON, "", (404, "path")),
        ("GET", "/api/articles/", JSON, "", (404, "path")),
        ("GET", "/api/articles/nothing", JSON, "", (404, "article")),
        ("GET", "/api/profiles/nobody", JSON, "", (404, "profile")),
        ("PATCH", "/api/user", JSON, "{}", (405, "method")),
        ("DELETE", "/api/tags", JSON, "", (405, "method")),
        ("POST", "/livez", JSON, "", (405, "method")),
        ("BREW", "/api/tags", JSON, "", (405, "method")),
        ("POST", "/api/users", JSON, &long, (413, "body")),
        ("GET", &address, JSON, "", (414, "uri")),
        ("POST", "/api/users", "text/plain", "{}", (415, "body")),
        ("POST", "/api/users", "application/x-www-form-urlencoded", "user=ada", (415, "body")),
        ("POST", "/api/users", JSON, "", (400, "body")),
        ("POST", "/api/users", JSON, "{\"user\":", (400, "body")),
        ("POST", "/api/users", JSON, "{\"user\": {}} {}", (400, "body")),
        ("POST", "/api/users", JSON, "[]", (422, "body")),
        ("POST", "/api/users", JSON, "{}", (422, "body")),
        ("POST", "/api/users", JSON, "{\"user\": null}", (422, "body")),
        ("POST", "/api/users", JSON, "{\"user\": {\"email\": 7}}", (422, "body")),
        ("POST", "/api/users", JSON, "{\"user\": {}}", (422, "email password username")),
        (
            "POST",
            "/api/users",
            JSON,
            "{\"user\": {\"email\": null, \"colour\": 7}}",
            (422, "email password username"),
        ),
        ("POST", "/api/users/login", JSON, "{\"user\": {\"email\": \"a@b.org\"}}", (422, "password")),
        ("GET", "/api/articles?limit=0", JSON, "", (422, "limit")),
        ("GET", "/api/articles?limit=-1", JSON, "", (422, "query")),
        ("GET", "/api/articles?offset=many", JSON, "", (422, "query")),
        ("GET", "/api/articles?limit=1&limit=2", JSON, "", (422, "query")),
        ("GET", "/api/articles/%FF", JSON, "", (400, "path")),
    ] {
        let (status, keys) = refused(&app, method, path, content_type, body).await;
        assert_eq!((status, keys.as_str()), expected, "{method} {path:.40} {body:.40}");
    }
}

#[tokio::test]
async fn a_method_that_is_not_allowed_is_told_which_are() {
    let request = Request::patch("/api/user").body(Body::empty()).unwrap();
    let response = App::new().await.send(request).await;
    assert_eq!(response.headers()[header::ALLOW], "GET,HEAD,PUT");
}

#[tokio::test]
async fn whoever_is_not_let_in_is_told_how_to_say_who_they_are() {
    let app = App::new().await;
    let answer = async |request: Request<Body>| {
        let response = app.send(request).await;
        (response.status().as_u16(), response.headers().get(header::WWW_AUTHENTICATE).cloned())
    };
    let token = header::HeaderValue::from_static("Token");
    let nobody = Request::get("/api/user").body(Body::empty()).unwrap();
    assert_eq!(answer(nobody).await, (401, Some(token.clone())));
    let forged = Request::get("/api/user").header(header::AUTHORIZATION, "Token forged");
    assert_eq!(answer(forged.body(Body::empty()).unwrap()).await, (401, Some(token)));
    let nowhere = Request::get("/api/nothing").body(Body::empty()).unwrap();
    assert_eq!(answer(nowhere).await, (404, None));
}

#[tokio::test]
async fn a_document_that_does_not_fit_is_told_where() {
    let app = App::new().await;
    let wrong = json!({"user": {"email": "ada@example.org", "password": 12345678}});
    let (_, answer) = app.call("POST", "/users/login", "", wrong).await;
    let message = answer["errors"]["body"][0].as_str().unwrap();
    assert!(
        message.starts_with("does not have the expected form at `user.password` (line 1, column "),
        "{message}"
    );
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let app = App::new().await;
    let request = |method| Request::builder().method(method).uri("/api/tags").body(Body::empty()).unwrap();
    let (get, head) = (app.send(request(Method::GET)).await, app.send(request(Method::HEAD)).await);
    assert_eq!((head.status(), head.body().len()), (get.status(), 0));
    assert_eq!(head.headers()[header::CONTENT_LENGTH], get.body().len().to_string().as_str());
}

#[tokio::test]
async fn names_and_slugs_may_have_letters_of_any_script() {
    let app = App::new().await;
    let user = json!({"username": "Zoë 東", "email": "zoe@example.org", "password": "correct horse"});
    let (_, answer) = app.call("POST", "/users", "", json!({ "user": user })).await;
    let token = answer["user"]["token"].as_str().unwrap().to_owned();
    let (_, profile) = app.call("GET", "/profiles/Zo%C3%AB%20%E6%9D%B1", "", Value::Null).await;
    assert_eq!(profile["profile"]["username"], "Zoë 東");
    let slug = app.publish(&token, "Zürich – 東京").await;
    assert_eq!(slug, "zürich-東京");
    let (status, _) = app.call("GET", "/articles/z%C3%BCrich-%E6%9D%B1%E4%BA%AC", "", Value::Null).await;
    assert_eq!(status, 200);
    let (_, list) = app.call("GET", "/articles?author=Zo%C3%AB+%E6%9D%B1", "", Value::Null).await;
    assert_eq!(list["articlesCount"], 1);
}

#[tokio::test]
async fn no_title_takes_an_address_that_is_somebody_elses() {
    let app = App::new().await;
    let token = app.register("ada").await;
    let slug = app.publish(&token, "Feed!").await;
    assert_ne!(slug, "feed", "that is where the feed is");
    let (status, answer) = app.call("GET", &format!("/articles/{slug}"), "", Value::Null).await;
    assert_eq!((status.as_u16(), &answer["article"]["title"]), (200, &json!("Feed!")));
    let (status, answer) =
        app.call("PUT", &format!("/articles/{slug}"), &token, json!({"article": {"title": "feed"}})).await;
    assert_eq!(status, 200);
    assert_ne!(answer["article"]["slug"], "feed");
}

#[tokio::test]
async fn a_header_for_somebody_else_is_no_attempt_to_log_in() {
    let app = App::new().await;
    let token = app.register("ada").await;
    let status = async |path: &str, value: &[u8]| {
        let request = Request::get(path).header(header::AUTHORIZATION, value).body(Body::empty()).unwrap();
        app.send(request).await.status().as_u16()
    };
    for ours in [format!("Token {token}"), format!("token  {token}"), format!("Bearer {token} ")] {
        assert_eq!(status("/api/user", ours.as_bytes()).await, 200, "{ours}");
    }
    for foreign in [&b"Basic YWRhOnNlY3JldA=="[..], b"Negotiate", b""] {
        assert_eq!(status("/api/articles", foreign).await, 200, "{foreign:?}");
        assert_eq!(status("/api/user", foreign).await, 401, "{foreign:?}");
    }
    for broken in [&b"Token"[..], b"Token ", b"Token undefined", b"Bearer null", b"Token \xff"] {
        assert_eq!(status("/api/articles", broken).await, 401, "{broken:?}");
    }
}

#[tokio::test]
async fn an_update_leaves_alone_what_it_does_not_name_and_empties_what_is_null() {
    let app = App::new().await;
    let ada = app.register("ada").await;
    let update = async |user: Value| {
        let (status, answer) = app.call("PUT", "/user", &ada, json!({ "user": user })).await;
        (status.as_u16(), answer)
    };
    assert_eq!(update(json!({"bio": "Counts."})).await.1["user"]["bio"], "Counts.");
    assert_eq!(update(json!({})).await.1["user"]["bio"], "Counts.");
    assert_eq!(update(json!({"bio": null})).await.1["user"]["bio"], "");
    for (field, blank) in [("username", json!(null)), ("email", json!(" ")), ("username", json!(""))] {
        let (status, answer) = update(json!({ field: blank })).await;
        assert_eq!((status, &answer), (422, &json!({"errors": {field: ["can't be blank"]}})));
    }
}

#[tokio::test]
async fn a_password_is_kept_if_it_is_left_out_and_refused_if_it_is_empty() {
    let app = App::new().await;
    let ada = app.register("ada").await;
    let update = async |password: Value| {
        let user = json!({"user": {"bio": "Counts.", "password": password}});
        let (status, answer) = app.call("PUT", "/user", &ada, user).await;
        (status.as_u16(), answer["errors"]["password"][0].clone())
    };
    let opens = async |password: &str| {
        let user = json!({"user": {"email": "ada@example.org", "password": password}});
        app.call("POST", "/users/login", "", user).await.0 == 200
    };
    // Whoever sends an empty one wants something; that nothing happened must not look like success.
    for (refused, reason) in [
        (json!(""), "can't be blank"),
        (json!(null), "can't be blank"),
        (json!("short7c"), "is too short (minimum is 8 characters)"),
    ] {
        assert_eq!(update(refused).await, (422, json!(reason)));
    }
    let (_, user) = app.call("PUT", "/user", &ada, json!({"user": {"image": "a.png"}})).await;
    assert_eq!(user["user"]["bio"], "", "what was refused has changed nothing");
    assert!(opens("correct horse").await, "and what was left out is as before");
    assert_eq!(update(json!("8 is ok!")).await, (200, Value::Null));
    assert!(opens("8 is ok!").await && !opens("correct horse").await);
    assert_eq!(app.call("GET", "/user", &ada, Value::Null).await.0, 200, "a token is not taken back");
}

#[tokio::test]
async fn addresses_of_other_protocols_find_nothing_and_break_nothing() {
    let app = App::new().await;
    let connect =
        Request::builder().method(Method::CONNECT).uri("example.org:443").body(Body::empty()).unwrap();
    assert!(app.send(connect).await.status().is_client_error());
    let whole = Request::get("http://conduit.example.org/api/tags").body(Body::empty()).unwrap();
    assert_eq!(app.send(whole).await.status(), 200);
}
