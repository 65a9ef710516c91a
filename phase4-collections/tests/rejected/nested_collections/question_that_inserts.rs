//! `entry` is for those who may insert. A question behind `&self` cannot, and should not: it would leave empty sets.
//!
//! Repair: a look-up on each level, and an answer for what is missing.

use std::collections::{HashMap, HashSet};

#[derive(Default)]
struct TagIndex {
    by_tag: HashMap<String, HashSet<u32>>,
}

impl TagIndex {
    fn has(&self, tag: &str, article: u32) -> bool {
        #[cfg(not(fixed))]
        let has = self.by_tag.entry(tag.to_owned()).or_default().contains(&article); //~ E0596
        #[cfg(fixed)]
        let has = self.by_tag.get(tag).is_some_and(|articles| articles.contains(&article));
        has
    }
}

fn main() {
    println!("{}", TagIndex::default().has("rust", 1));
}
