//! A callback for a reference of every lifetime can keep nothing of it: no variable outside lives in every lifetime.
//!
//! That is why a function with such a callback may go on using its data afterwards. Repair: take along what is owned.

struct Shelf {
    articles: Vec<String>,
}

impl Shelf {
    fn edit<R>(&mut self, edit: impl FnOnce(&mut Vec<String>) -> R) -> R {
        edit(&mut self.articles)
    }
}

fn main() {
    let mut shelf = Shelf { articles: vec!["moves".into()] };
    let mut last = None;
    #[cfg(not(fixed))]
    shelf.edit(|articles| last = articles.last_mut()); //~ E0521
    #[cfg(fixed)]
    shelf.edit(|articles| last = articles.pop());
    println!("{last:?}");
}
