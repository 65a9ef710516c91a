//! `Caller` checks a token, so it needs a `Service` to be taken from the state. A router whose state has none cannot
//! know who calls, and does not compile, instead of letting everybody in. As long as a service can only be taken from
//! itself, the compiler takes the handler's state to be one, and `Desk` for a mistake. The repair says how the service
//! is taken from the larger state.

use axum::{Router, extract::FromRef, routing::get};
use phase9_backend::{http::Caller, service::Service};

#[derive(Clone)]
struct Desk {
    #[cfg(fixed)]
    service: Service,
    name: &'static str,
}

#[cfg(fixed)]
impl FromRef<Desk> for Service {
    fn from_ref(desk: &Desk) -> Self {
        desk.service.clone()
    }
}

async fn whoami(Caller(caller): Caller) -> String {
    caller.to_string()
}

fn router() -> Router<Desk> {
    Router::<Desk>::new().route("/whoami", get(whoami)) //~ E0308
}

fn main() {
    let _router = router();
}
