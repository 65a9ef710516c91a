//! `&T` is a column only if `T` is: the derive keeps what the struct asks for, and asks for what its fields need.
//!
//! A derived impl that has a `where` clause compiles whatever `T` is. The fault appears where somebody uses it with a type
//! that does not meet the clause. Repair: the impl that is missing.

use phase8_macros::procedural_macros::Entity;
#[cfg(fixed)]
use phase8_macros::procedural_macros::{Column, Value};

struct Markdown(&'static str);

#[cfg(fixed)]
impl Column for Markdown {
    fn value(&self) -> Value {
        self.0.value()
    }
}

#[derive(Entity)]
#[entity(table = "drafts")]
struct Draft<T> {
    #[entity(id)]
    number: u32,
    body: T,
}

fn main() {
    let draft = Draft { number: 1, body: Markdown("*spans*") };
    println!("{} {} {}", draft.number, draft.body.0, Draft::<String>::TABLE);
    println!("{:?}", draft.row()); //~ E0599
}
