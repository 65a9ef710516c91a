//! What an `impl Trait` does not promise is not there, even if the hidden type could do it.
//!
//! A slice iterator has a back end, but callers see only the signature. Repair: promise it.

struct Book {
    pages: Vec<String>,
}

impl Book {
    #[cfg(not(fixed))]
    fn pages(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().map(String::as_str)
    }

    #[cfg(fixed)]
    fn pages(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.pages.iter().map(String::as_str)
    }
}

fn main() {
    let book = Book { pages: vec!["Call me Ishmael.".into(), "The End".into()] };
    for page in book.pages().rev() {
        //~^ E0277
        println!("{page}");
    }
}
