//! Since edition 2024 an `impl Trait` counts as lent by every parameter, whatever the body does. In 2021 this compiles.
//!
//! The numbers hold nothing, but the signature is all that callers are checked against. Repair: `+ use<>`, which
//! promises that they hold nothing.

#[cfg(not(fixed))]
fn ids(articles: &[String]) -> impl Iterator<Item = usize> {
    0..articles.len()
}

#[cfg(fixed)]
fn ids(articles: &[String]) -> impl Iterator<Item = usize> + use<> {
    0..articles.len()
}

fn main() {
    let articles = vec!["Once more.".to_owned()];
    let ids = ids(&articles);
    drop(articles); //~ E0505
    println!("{} articles were there", ids.count());
}
