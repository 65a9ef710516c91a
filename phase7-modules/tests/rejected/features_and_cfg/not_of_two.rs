//! `not` takes one predicate: of two, nobody could say whether both are denied, or the pair of them.
//!
//! Repair: `not(any(…))` denies both, `not(all(…))` the pair.

#[cfg(not(fixed))]
#[cfg(not(feature = "html", feature = "text"))] //~ E0805
fn formats() -> &'static str {
    "none"
}

#[cfg(fixed)]
#[cfg(not(any(feature = "html", feature = "text")))]
fn formats() -> &'static str {
    "none"
}

fn main() {
    println!("formats: {}", formats());
}
