//! `Json<T>` is an extractor if `T` can be deserialized. `Errors` is a type for answers: it can be written and not read,
//! and a handler that takes it is none. The repair is a type for the other direction, which owns what it has read.

use std::collections::BTreeMap;

use axum::{Json, Router, routing::post};
use phase9_backend::http::Errors;

#[cfg(not(fixed))]
async fn note(Json(_errors): Json<Errors>) {}

#[cfg(fixed)]
async fn note(Json(_errors): Json<BTreeMap<String, BTreeMap<String, Vec<String>>>>) {}

fn written() -> Json<Errors> {
    Json(Errors::of("body", "is missing".into()))
}

fn main() {
    let _answer = written();
    let _router: Router = Router::new().route("/complaints", post(note)); //~ E0277
}
