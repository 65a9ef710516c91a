//! `from_request_parts` promises a future that is `Send`. An `async fn` keeps that promise unseen, or breaks it: this one
//! holds an `Rc` while it waits. The compiler says so at the extractor, and not at the routes that use it. The repair
//! is a pointer that threads may share.

#[cfg(not(fixed))]
use std::rc::Rc as Pointer;
#[cfg(fixed)]
use std::sync::Arc as Pointer;

use axum::{extract::FromRequestParts, http::StatusCode, http::request::Parts};

struct Language(String);

async fn is_known(_language: &str) -> bool {
    true
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, StatusCode> {
        //~^ "cannot be sent between threads"
        let header = parts.headers.get("accept-language").and_then(|value| value.to_str().ok());
        let language: Pointer<str> = Pointer::from(header.unwrap_or("en"));
        let known = is_known(&language).await;
        known.then(|| Self(language.to_string())).ok_or(StatusCode::NOT_ACCEPTABLE)
    }
}

fn main() {
    let _name = |Language(name): Language| name;
}
