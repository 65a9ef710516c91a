//! A static that is filled when the program starts: nothing fills it before `main`, so what is in it must be possible at
//! compile time, and to allocate is not.
//!
//! Repair: `LazyLock` fills it when it is first used. That is right here, because it depends on nothing outside; a
//! configuration does.

use std::collections::BTreeSet;
#[cfg(fixed)]
use std::sync::LazyLock;

#[cfg(not(fixed))]
static RESERVED: BTreeSet<&str> = BTreeSet::from(["admin", "feed"]); //~ E0015
#[cfg(fixed)]
static RESERVED: LazyLock<BTreeSet<&str>> = LazyLock::new(|| BTreeSet::from(["admin", "feed"]));

fn main() {
    assert!(RESERVED.contains("feed"));
}
