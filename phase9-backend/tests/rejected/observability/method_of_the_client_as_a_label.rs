//! A label that borrows what the client sent: each method that somebody invents would be a series of its own, for ever.
//!
//! The label's type asks for a text that was known when the program was compiled. Repair: one of a list, or `other`.

use axum::http::Method;
use phase9_backend::telemetry::Route;

fn route(method: &Method) -> Route {
    #[cfg(not(fixed))]
    let method = method.as_str();
    #[cfg(fixed)]
    let method = ["GET", "POST"].into_iter().find(|known| *known == method.as_str()).unwrap_or("other");
    Route { method, route: "/api/tags".into() } //~ "lifetime may not live long enough"
}

fn main() {
    assert_eq!(route(&Method::GET).method, "GET");
}
