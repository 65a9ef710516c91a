//! A map with the default hasher cannot be made in a constant: its seed is drawn when the program runs.
//!
//! Repair: `LazyLock` makes it at the first use. (A hasher without a seed needs no `LazyLock`: `with_hasher` is `const`.)

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

#[cfg(not(fixed))]
static VISITS: Mutex<HashMap<u64, u64>> = Mutex::new(HashMap::new()); //~ E0015
#[cfg(fixed)]
static VISITS: LazyLock<Mutex<HashMap<u64, u64>>> = LazyLock::new(|| Mutex::new(HashMap::new()));

fn main() {
    VISITS.lock().unwrap().insert(7, 1);
}
