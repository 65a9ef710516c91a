//! `Json` takes the request's body and with it the request: what comes after it would have nothing to be made from. So
//! only the last argument may implement `FromRequest`, all others need `FromRequestParts`, and a function with another
//! order is no handler. The repair is the order: what needs the body comes last.

use axum::{Json, Router, http::HeaderMap, routing::post};

#[cfg(not(fixed))]
async fn publish(Json(title): Json<String>, headers: HeaderMap) -> String {
    format!("{title} in {:?}", headers.get("accept-language"))
}

#[cfg(fixed)]
async fn publish(headers: HeaderMap, Json(title): Json<String>) -> String {
    format!("{title} in {:?}", headers.get("accept-language"))
}

fn main() {
    let _router: Router = Router::new().route("/articles", post(publish)); //~ E0277
}
