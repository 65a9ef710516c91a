//! A `Draft<T>` is an entity only if `T` is a column: the derive asks for what the fields need.
//!
//! An impl with such a `where` clause compiles, and is right for every `T` that meets it. So the fault is not shown at
//! the field, but where somebody uses the impl for a type that does not meet it. Repair: the impl that is missing.

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
