//! A reference that is returned on one path is borrowed on all paths: "problem case 3".
//!
//! Nothing is found on the path that inserts, but the borrow that began at `get_mut` must last for the caller's `'a`,
//! and the checker does not tell the two paths apart. Repair: ask with a method that returns no reference.

use std::collections::HashMap;

struct Subscribers {
    by_tag: HashMap<String, Vec<u64>>,
}

impl Subscribers {
    #[cfg(not(fixed))]
    fn of<'a>(&'a mut self, tag: &str) -> &'a mut Vec<u64> {
        if let Some(found) = self.by_tag.get_mut(tag) {
            return found;
        }
        self.by_tag.insert(tag.to_owned(), Vec::new()); //~ E0499
        self.by_tag.get_mut(tag).unwrap() //~ E0499
    }

    #[cfg(fixed)]
    fn of(&mut self, tag: &str) -> &mut Vec<u64> {
        if !self.by_tag.contains_key(tag) {
            self.by_tag.insert(tag.to_owned(), Vec::new());
        }
        self.by_tag.get_mut(tag).unwrap()
    }
}

fn main() {
    Subscribers { by_tag: HashMap::new() }.of("rust").push(7);
}
