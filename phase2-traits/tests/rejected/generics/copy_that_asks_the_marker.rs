//! `derive` writes `impl<T: Copy> Copy for Id<T>`: it looks at the parameters, not at what the fields are.
//!
//! So the identifier of an article is a number that cannot be copied, because articles cannot. Repair: impls by hand,
//! without the bound.

use std::marker::PhantomData;

#[cfg_attr(not(fixed), derive(Clone, Copy))]
struct Id<T> {
    number: u32,
    of: PhantomData<fn() -> T>,
}

#[cfg(fixed)]
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

#[cfg(fixed)]
impl<T> Copy for Id<T> {}

struct Article;

fn link(article: Id<Article>) -> String {
    format!("/articles/{}", article.number)
}

fn main() {
    let id = Id { number: 7, of: PhantomData };
    println!("{} and again {}", link(id), link(id)); //~ E0382
}
