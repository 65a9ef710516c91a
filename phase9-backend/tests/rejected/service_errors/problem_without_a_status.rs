//! A handler answers with a problem, but with which status? A body of an error under 200 is a success to all who do not
//! read it.
//!
//! So a `Problem` alone is no answer. Repair: say the status.

use axum::{Router, http::StatusCode, routing::post};
use phase9_backend::outbox::Problem;

fn unreadable() -> Problem {
    Problem::new("/problems/unreadable", "This is not a notice", "the body is empty")
}

#[cfg(not(fixed))]
async fn take(body: String) -> Result<StatusCode, Problem> {
    if body.is_empty() { Err(unreadable()) } else { Ok(StatusCode::NO_CONTENT) }
}

#[cfg(fixed)]
async fn take(body: String) -> Result<StatusCode, axum::response::Response> {
    if body.is_empty() {
        Err(unreadable().with_status(StatusCode::BAD_REQUEST))
    } else {
        Ok(StatusCode::NO_CONTENT)
    }
}

fn main() {
    let _: Router = Router::new().route("/notices", post(take)); //~ E0277
}
