//! A comment is an entity if its parent is a column, and the parent is a column if a comment is an entity.
//!
//! The first half is the bound that the derive writes for a field that mentions `T`. Without a parameter there is no
//! bound, and the same struct is accepted. Repair: what a table would have there, the id of the parent.

use phase8_macros::procedural_macros::{Column, Entity, Value, key};

struct Parent<E>(Box<E>);

impl<E: Entity> Column for Parent<E> {
    fn value(&self) -> Value {
        key(&*self.0)
    }
}

#[derive(Entity)]
#[entity(table = "comments")]
struct Comment<T> {
    #[entity(id)]
    number: T,
    #[cfg(not(fixed))]
    parent: Option<Parent<Comment<T>>>,
    #[cfg(fixed)]
    parent: Option<T>,
}

#[derive(Entity)]
#[entity(table = "replies")]
struct Reply {
    #[entity(id)]
    number: u32,
    parent: Option<Parent<Reply>>,
}

fn main() {
    println!("{:?}", key(&Reply { number: 1, parent: None }));
    println!("{:?}", key(&Comment { number: 1, parent: None })); //~ E0275
}
