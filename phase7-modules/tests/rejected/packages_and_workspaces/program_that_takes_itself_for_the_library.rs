//! `src/main.rs` and `src/lib.rs` are two crates, and `crate::` is the one in which it is written.
//!
//! In `main.rs`, the package's own library is a dependency like any other. Repair: begin with the library's name. A
//! `mod article;` in both files would compile, and there would be two types `Article`.

#[cfg(not(fixed))]
use crate::Article; //~ E0432
#[cfg(fixed)]
use press_core::Article;

fn main() {
    println!("{}", Article::parse("Moving\n").title);
}
