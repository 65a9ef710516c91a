//! A crate must be handed to rustc before anything can name it: `extern crate` asks for it, and does not fetch it.
//!
//! Cargo hands over the libraries of the direct dependencies, under their own names (`press_core`, not `press-core`) or
//! those that the manifest gives them. Repair: name one of these. With `use` alone the same mistake is E0432. E0463 is
//! also what a target looks like for which no standard library is installed.

#[cfg(not(fixed))]
extern crate press as core_of_the_press; //~ E0463
#[cfg(fixed)]
extern crate press_core as core_of_the_press;

use core_of_the_press::Article;

fn main() {
    println!("{}", Article::parse("Moving\n").title);
}
