//! Outside its crate, a pattern for a `#[non_exhaustive]` struct must say that there may be more fields.
//!
//! A pattern without `..` is a statement about the future of somebody else's struct. Repair: `..`, or name the fields.

use press_core::{Article, Statistics};

fn main() {
    let article = Article::parse("Moving\n\nA move is a copy.\n");
    #[cfg(not(fixed))]
    let Statistics { words, lines } = article.statistics(); //~ E0638
    #[cfg(fixed)]
    let Statistics { words, lines, .. } = article.statistics();
    println!("{words} words, {lines} lines");
}
