//! Edition 2021 lets an `impl Trait` contain only the lifetimes that stand in it. This iterator borrows the articles,
//! and its type does not say so.
//!
//! Repair: edition 2024, where every lifetime in scope may be contained. In 2021: `+ use<'_>`.
//@ edition: 2021
//@ fixed-edition: 2024

fn lengths(articles: &[String]) -> impl Iterator<Item = usize> {
    articles.iter().map(|text| text.len()) //~ E0700
}

fn main() {
    println!("{} bytes", lengths(&["Once more.".to_owned()]).sum::<usize>());
}
