//! A trait of one dependency for a type of another belongs to neither of us.
//!
//! If it did, two crates could each write this `impl`, and nobody could use both; and the owner of either side could
//! not add it in a minor release. Repair: a function, or a type of our own on one of the two sides.

use press_core::Article;

#[cfg(not(fixed))]
impl From<Article> for String {
    //~^ E0117
    fn from(article: Article) -> Self {
        article.title
    }
}

#[cfg(fixed)]
struct Title(String);

#[cfg(fixed)]
impl From<Article> for Title {
    fn from(article: Article) -> Self {
        Self(article.title)
    }
}

fn main() {
    #[cfg(fixed)]
    println!("{}", Title::from(Article::parse("Moving\n")).0);
}
