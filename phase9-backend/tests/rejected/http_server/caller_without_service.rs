//! `Caller` checks a token, so it needs a `Service` to be taken from the state. A router whose state has none cannot
//! know who calls, and does not compile, instead of letting everybody in: the compiler says that the function is no
//! handler. The repair says how the service is taken from the larger state.

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
    Router::<Desk>::new().route("/whoami", get(whoami)) //~ E0277
}

fn main() {
    let _router = router();
}
