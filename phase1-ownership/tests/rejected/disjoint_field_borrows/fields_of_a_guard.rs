//! Two fields behind a guard: each access calls `deref_mut` on the guard, and borrows all of it.
//!
//! Reading two fields would be fine, because `deref` shares. Repair: dereference once, then name the fields.

use std::sync::Mutex;

struct Shop {
    waiting: Vec<u64>,
    takings: u64,
}

fn serve_all(shop: &Mutex<Shop>) {
    #[cfg(not(fixed))]
    let mut shop = shop.lock().unwrap();
    #[cfg(fixed)]
    let mut guard = shop.lock().unwrap();
    #[cfg(fixed)]
    let shop = &mut *guard;
    for cents in shop.waiting.drain(..) {
        shop.takings += cents; //~ E0499
    }
}

fn main() {
    serve_all(&Mutex::new(Shop { waiting: vec![1200, 900], takings: 0 }));
}
