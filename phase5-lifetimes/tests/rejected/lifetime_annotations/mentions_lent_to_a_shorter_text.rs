//! A shared reference is enough to make a lifetime rigid, if there is a cell behind it.
//!
//! `is_first` asks for a word that lives as long as all the others in the cell. `&Vec<&str>` would be shortened for the
//! call; a `&RefCell<Vec<&str>>` cannot be, because the callee could write into it. Repair: the draft lives at least as
//! long as what remembers its words.

use std::cell::RefCell;

#[derive(Default)]
struct Mentions<'t> {
    seen: RefCell<Vec<&'t str>>,
}

impl<'t> Mentions<'t> {
    fn is_first(&self, word: &'t str) -> bool {
        let is_first = !self.seen.borrow().contains(&word);
        self.seen.borrow_mut().push(word);
        is_first
    }
}

fn main() {
    #[cfg(fixed)]
    let draft = String::from("CSS");
    let mentions = Mentions::default();
    {
        #[cfg(not(fixed))]
        let draft = String::from("CSS");
        println!("explain it: {}", mentions.is_first(&draft)); //~ E0597
    }
    println!("explain it: {}", mentions.is_first("HTML"));
}
