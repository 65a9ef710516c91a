//! A handler hands a notice over, and says yes whatever the answer was: under load, `Busy` is taken for `Stored`, and
//! nobody will send the notice again.
//!
//! A warning by default, an error where it is denied. Repair: the answer decides.

#![deny(unused_must_use)]

use axum::{body::Bytes, http::StatusCode};
use phase9_backend::backend_pipelines::Entrance;
#[cfg(fixed)]
use phase9_backend::backend_pipelines::NotTaken;

async fn take(entrance: Entrance, body: Bytes) -> StatusCode {
    #[cfg(not(fixed))]
    {
        entrance.take(body).await; //~ unused_must_use
        StatusCode::NO_CONTENT
    }
    #[cfg(fixed)]
    match entrance.take(body).await {
        Ok(_) => StatusCode::NO_CONTENT,
        Err(NotTaken::Poison(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        Err(NotTaken::Busy | NotTaken::Unavailable) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn main() {
    drop(take);
}
