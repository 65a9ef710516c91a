//! A step of a `&mut` builder returns a reference. The builder itself is a temporary, and ends with the statement.
//!
//! The same chain is in order where the last step makes something that does not borrow. Repair: a variable for the
//! builder, then its steps.

#[derive(Default)]
struct Search {
    tags: Vec<String>,
}

impl Search {
    fn tag(&mut self, tag: &str) -> &mut Self {
        self.tags.push(tag.into());
        self
    }

    fn query(&self) -> String {
        self.tags.join("+")
    }
}

fn main() {
    println!("{}", Search::default().tag("rust").query());
    #[cfg(not(fixed))]
    let search = Search::default().tag("rust"); //~ E0716
    #[cfg(fixed)]
    let mut search = Search::default();
    #[cfg(fixed)]
    search.tag("rust");
    println!("{}", search.query());
    search.tag("async");
    println!("{}", search.query());
}
