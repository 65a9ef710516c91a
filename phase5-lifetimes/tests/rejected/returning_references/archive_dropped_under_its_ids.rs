//! Since edition 2024 an `impl Trait` counts as lent by every parameter, whatever the body does.
//!
//! The numbers hold nothing, but the signature is all that callers are checked against. Repair here: the old edition,
//! where the same signature says that nothing is held. In a program of 2024: `+ use<>`, which promises it.
//@ fixed-edition: 2021

fn ids(articles: &[String]) -> impl Iterator<Item = usize> {
    0..articles.len()
}

fn main() {
    let articles = vec!["Once more.".to_owned()];
    let ids = ids(&articles);
    drop(articles); //~ E0505
    println!("{} articles were there", ids.count());
}
