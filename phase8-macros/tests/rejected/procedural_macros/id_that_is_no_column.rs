//! The id is asked twice what it is: by `type Id: Column`, and for its value. The mistake is one, and so is the error.
//!
//! The expansion gets the value of the id from a function for all entities, which relies on `Entity::Id`. If it called
//! `Column::value` as for the other fields, the compiler would say the same again. Repair: the impl that is missing.

use phase8_macros::procedural_macros::Entity;
#[cfg(fixed)]
use phase8_macros::procedural_macros::{Column, Value};

struct Isbn(u32);

#[cfg(fixed)]
impl Column for Isbn {
    fn value(&self) -> Value {
        self.0.value()
    }
}

#[derive(Entity)]
#[entity(table = "books")]
struct Book {
    #[entity(id)]
    isbn: Isbn, //~ E0277 "`Isbn` cannot be a column"
    title: String,
}

fn main() {
    let book = Book { isbn: Isbn(7), title: "Spans".into() };
    println!("{} {} {:?}", book.isbn.0, book.title, book.row());
}
