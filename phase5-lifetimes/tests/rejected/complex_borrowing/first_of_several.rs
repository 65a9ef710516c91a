//! A conditional return in a loop: what one round did not find is still borrowed in the next one.
//!
//! What is returned may last as long as the borrow of the shelf, so each `get_mut` borrows for that long, found or not.
//! Repair: find the key, which belongs to somebody else, and borrow once.

use std::collections::HashMap;

struct Shelf {
    articles: HashMap<String, String>,
}

impl Shelf {
    #[cfg(not(fixed))]
    fn first_of(&mut self, slugs: &[&str]) -> Option<&mut String> {
        for slug in slugs {
            if let Some(article) = self.articles.get_mut(*slug) {
                //~^ E0499
                return Some(article);
            }
        }
        None
    }

    #[cfg(fixed)]
    fn first_of(&mut self, slugs: &[&str]) -> Option<&mut String> {
        let slug = slugs.iter().find(|slug| self.articles.contains_key(**slug))?;
        self.articles.get_mut(*slug)
    }
}

fn main() {
    Shelf { articles: HashMap::new() }.first_of(&["moves", "loans"]);
}
