//! `Deref` lends methods, it does not make one type a kind of another: a bound is checked for the type as it stands.
//!
//! With `&Book` as its parameter, `shelve` would accept `&ebook`, which is coerced to the one type that is asked for. A
//! type parameter asks for none in particular, so there is nothing to coerce to. Repair: the trait for `Ebook`, too.

use std::ops::Deref;

trait Catalogued {
    fn shelf(&self) -> String;
}

struct Book {
    author: String,
}

impl Catalogued for Book {
    fn shelf(&self) -> String {
        self.author[..1].to_uppercase()
    }
}

struct Ebook {
    book: Book,
}

impl Deref for Ebook {
    type Target = Book;

    fn deref(&self) -> &Book {
        &self.book
    }
}

#[cfg(fixed)]
impl Catalogued for Ebook {
    fn shelf(&self) -> String {
        "reader".into()
    }
}

fn shelve(item: &impl Catalogued) {
    println!("on shelf {}", item.shelf());
}

fn main() {
    let ebook = Ebook { book: Book { author: "Austen".into() } };
    println!("{}", ebook.shelf());
    shelve(&ebook); //~ E0277
}
