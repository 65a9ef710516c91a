//! A file in `tests/` is a crate of its own, and sees of the library what any other crate sees.
//!
//! A unit test in the library can call the private `Block::parse`; moved to `tests/`, the same test cannot. Repair:
//! test it through the public function that uses it, or leave the test in the library.

use press_core::{Article, Block};

fn main() {
    #[cfg(not(fixed))]
    let block = Block::parse("    let b = a;"); //~ E0624
    #[cfg(fixed)]
    let block = Article::parse("Moving\n\n    let b = a;").blocks.remove(0);
    assert_eq!(block, Block::Code("let b = a;".into()));
    assert_eq!(Article::parse("Moving").blocks, []);
}
