//! Whether a type is a column, the derive cannot know. The compiler does, and shows the fault at the field.
//!
//! The call that needs the bound is written by the macro. Its tokens were given the place of the field's type, so the
//! error is not shown at the derive, which would leave the reader to guess which of the fields is meant. Repair: an
//! impl, or `skip`.

use phase8_macros::procedural_macros::Entity;
#[cfg(fixed)]
use phase8_macros::procedural_macros::{Column, Value};

struct Price {
    cents: u32,
}

#[cfg(fixed)]
impl Column for Price {
    fn value(&self) -> Value {
        self.cents.value()
    }
}

#[derive(Entity)]
#[entity(table = "issues")]
struct Issue {
    #[entity(id)]
    number: u32,
    title: String,
    price: Price, //~ E0277 "`Price` cannot be a column"
}

fn main() {
    let issue = Issue { number: 3, title: "Spring".into(), price: Price { cents: 450 } };
    println!("{:?} for {}", issue.row(), issue.price.cents);
}
