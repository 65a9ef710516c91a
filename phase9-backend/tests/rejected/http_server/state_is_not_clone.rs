//! Each request gets a clone of the state, so state must be `Clone`. A counter behind a mutex is not. The repair shares
//! it: what is cloned is the `Arc`, and everybody counts in the same place.

#[cfg(fixed)]
use std::sync::Arc;
use std::sync::Mutex;

use axum::{Router, extract::State, routing::get};

#[cfg(not(fixed))]
type Shared = Mutex<u64>;
#[cfg(fixed)]
type Shared = Arc<Mutex<u64>>;

async fn visit(State(visits): State<Shared>) -> String {
    let mut visits = visits.lock().expect("nobody panics while they count");
    *visits += 1;
    visits.to_string()
}

fn main() {
    let router = Router::new().route("/visit", get(visit)); //~ E0277
    let _app: Router = router.with_state(Shared::default()); //~ E0277
}
