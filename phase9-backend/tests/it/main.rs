//! smoke
use axum::{body::Body, http::Request};
use http_body_util::BodyExt as _;
use phase9_backend::{
    http,
    service::{Passwords, Service, Tokens},
    store,
};
use tower::ServiceExt as _;

#[tokio::test]
async fn smoke() {
    let dir = tempfile::tempdir().unwrap();
    let url =
        std::env::var("URL").unwrap_or_else(|_| format!("sqlite:{}", dir.path().join("a.db").display()));
    let store = store::open(&url).await.unwrap();
    let tokens = Tokens::new(&"secretsecretsecret".to_owned().into(), std::time::Duration::from_secs(60));
    let (app, doc) = http::api(Service::new(store.clone(), Passwords::cheap(), tokens));
    println!("{} paths", doc.paths.paths.len());
    let call = async |method: &str, path: &str, token: &str, body: serde_json::Value| {
        let mut r = Request::builder()
            .method(method)
            .uri(format!("/api{path}"))
            .header("content-type", "application/json");
        if !token.is_empty() {
            r = r.header("authorization", format!("Token {token}"));
        }
        let r = r.body(if body.is_null() { Body::empty() } else { Body::from(body.to_string()) }).unwrap();
        let r = app.clone().oneshot(r).await.unwrap();
        let s = r.status();
        let b = r.into_body().collect().await.unwrap().to_bytes();
        println!("{method} {path} -> {s} {}", String::from_utf8_lossy(&b));
        serde_json::from_slice::<serde_json::Value>(&b).unwrap_or_default()
    };
    use serde_json::json;
    let n = serde_json::Value::Null;
    let u = call(
        "POST",
        "/users",
        "",
        json!({"user":{"username":"ada","email":"ada@x.org","password":"password1"}}),
    )
    .await;
    let t = u["user"]["token"].as_str().unwrap().to_owned();
    let u2 = call(
        "POST",
        "/users",
        "",
        json!({"user":{"username":"bob","email":"bob@x.org","password":"password1"}}),
    )
    .await;
    let t2 = u2["user"]["token"].as_str().unwrap().to_owned();
    call("POST", "/users", "", json!({"user":{"username":"ada","email":"z@x.org","password":"password1"}}))
        .await;
    call(
        "POST",
        "/users",
        "",
        json!({"user":{"username":"adax","email":"ada@x.org","password":"password1"}}),
    )
    .await;
    call("POST", "/users", "", json!({"user":{"username":"","email":"ada"}})).await;
    call("POST", "/users/login", "", json!({"user":{"email":"ada@x.org","password":"password2"}})).await;
    call("POST", "/users/login", "", json!({"user":{"email":"ada@x.org","password":"password1"}})).await;
    call("PUT", "/user", &t, json!({"user":{"bio":"I", "image":null}})).await;
    call("GET", "/user", &t, n.clone()).await;
    call("GET", "/user", "", n.clone()).await;
    call("GET", "/user", "x", n.clone()).await;
    call(
        "POST",
        "/articles",
        &t,
        json!({"article":{"title":"How to","description":"d","body":"b","tagList":["z","a"]}}),
    )
    .await;
    call("POST", "/articles", &t, json!({"article":{"title":"How to","description":"d","body":"b"}})).await;
    call("POST", "/articles", &t, json!({"article":{"title":"","description":"d"}})).await;
    call("GET", "/articles/how-to", &t2, n.clone()).await;
    call("POST", "/articles/how-to/favorite", &t2, n.clone()).await;
    call("POST", "/profiles/ada/follow", &t2, n.clone()).await;
    call("GET", "/articles?tag=a&author=ada&favorited=bob", &t2, n.clone()).await;
    call("GET", "/articles?limit=1", "", n.clone()).await;
    call("GET", "/articles?limit=x", "", n.clone()).await;
    call("GET", "/articles/feed?limit=1", &t2, n.clone()).await;
    call("PUT", "/articles/how-to", &t2, json!({"article":{"title":"New"}})).await;
    call("PUT", "/articles/how-to", &t, json!({"article":{"title":"New"}})).await;
    let c = call("POST", "/articles/new/comments", &t2, json!({"comment":{"body":"Nice"}})).await;
    let id = c["comment"]["id"].as_i64().unwrap();
    call("GET", "/articles/new/comments", "", n.clone()).await;
    call("DELETE", &format!("/articles/new/comments/{id}"), &t, n.clone()).await;
    call("DELETE", &format!("/articles/new/comments/{id}"), &t2, n.clone()).await;
    call("GET", "/tags", "", n.clone()).await;
    call("DELETE", "/articles/new", &t, n.clone()).await;
    call("GET", "/articles/new", &t, n.clone()).await;
    println!("{:?}", store.due_events(phase9_backend::domain::Timestamp::now(), 10).await.unwrap());
    store.ping().await.unwrap();
    store.close().await;
    println!("{:?}", store.ping().await);
}
