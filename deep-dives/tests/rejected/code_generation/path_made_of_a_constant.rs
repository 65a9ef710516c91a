//! A constant as a part of a path that a macro needs.
//!
//! Macros are expanded before any name has a value. `concat!`, `include_str!` and `env!` know this of each other: they
//! expand what stands in them, so `include_str!(concat!(env!("…"), "/a.txt"))` is fine. A constant is a path to them, and
//! no literal. Repair: what a macro needs is a macro.

#[cfg(not(fixed))]
const VERSION: &str = "v2";
#[cfg(fixed)]
macro_rules! version {
    () => {
        "v2"
    };
}

#[cfg(not(fixed))]
const ADDRESS: &str = concat!("/api/", VERSION, "/problems"); //~ "expected a literal"
#[cfg(fixed)]
const ADDRESS: &str = concat!("/api/", version!(), "/problems");

fn main() {
    println!("{ADDRESS}");
}
