//! In edition 2024 the iterator counts as lent by all parameters, also by one that is only read before it exists. Here
//! that is the query, a temporary.
//!
//! The iterator has a copy of the words, in lower case. Repair: `use<'a>` lists the one loan that is really in it.

#[cfg(not(fixed))]
fn matching<'a>(articles: &'a [String], query: &str) -> impl Iterator<Item = &'a str> {
    let query = query.to_lowercase();
    articles.iter().map(String::as_str).filter(move |text| text.to_lowercase().contains(&query))
}

#[cfg(fixed)]
fn matching<'a>(articles: &'a [String], query: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    let query = query.to_lowercase();
    articles.iter().map(String::as_str).filter(move |text| text.to_lowercase().contains(&query))
}

fn main() {
    let articles = ["Once more.".to_owned()];
    let found = matching(&articles, &["once", "more"].join(" ")); //~ E0716
    println!("{} found", found.count());
}
