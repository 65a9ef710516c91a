//! Moved to a package of its own, a type takes the right to have methods with it.
//!
//! As long as all was one crate, any of its modules could add methods to `Article`. In the program's crate, now another
//! one, that is refused. Repair: move the method, too, or declare it in a trait of the crate that needs it.

use press_core::{Article, Block};

#[cfg(not(fixed))]
impl Article {
    //~^ E0116
    fn words(&self) -> usize {
        words_of(&self.blocks)
    }
}

#[cfg(fixed)]
trait Counted {
    fn words(&self) -> usize;
}

#[cfg(fixed)]
impl Counted for Article {
    fn words(&self) -> usize {
        words_of(&self.blocks)
    }
}

fn words_of(blocks: &[Block]) -> usize {
    let prose = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(prose) => Some(prose),
        _ => None,
    });
    prose.map(|prose| prose.split(' ').count()).sum()
}

fn main() {
    let article = Article::parse("Moving\n\nA move is\na copy.\n");
    #[cfg(fixed)]
    assert_eq!(article.words(), 5);
    println!("{} words", words_of(&article.blocks));
}
