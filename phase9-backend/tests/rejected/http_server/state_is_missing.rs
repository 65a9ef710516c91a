//! A `Router<Catalogue>` still lacks a `Catalogue`: it cannot be served, because its handlers ask for one. Only
//! `with_state` makes a `Router<()>` of it, which lacks nothing.

use axum::{Router, extract::State, routing::get};

#[derive(Clone)]
struct Catalogue {
    titles: &'static [&'static str],
}

async fn titles(State(catalogue): State<Catalogue>) -> String {
    catalogue.titles.join("\n")
}

fn app(catalogue: Catalogue) -> Router {
    let router = Router::<Catalogue>::new().route("/titles", get(titles));
    #[cfg(not(fixed))]
    return router; //~ E0308
    #[cfg(fixed)]
    return router.with_state(catalogue);
}

fn main() {
    let _router = app(Catalogue { titles: &["On Engines"] });
}
