//! Lifetimes can be left out of `use<…>`, type parameters cannot; and `impl Fn` as an argument is one without a name.
//!
//! Repair: name it, and list it.

#[cfg(not(fixed))]
fn page<'a>(
    articles: &'a [String],
    token: &str,
    keep: impl Fn(&str) -> bool,
) -> impl Iterator<Item = &'a str> + use<'a> //~ "must mention all type parameters"
{
    let page: usize = token.parse().unwrap_or_default();
    articles.iter().map(String::as_str).filter(move |text| keep(text)).skip(page * 10)
}

#[cfg(fixed)]
fn page<'a, F>(articles: &'a [String], token: &str, keep: F) -> impl Iterator<Item = &'a str> + use<'a, F>
where
    F: Fn(&str) -> bool,
{
    let page: usize = token.parse().unwrap_or_default();
    articles.iter().map(String::as_str).filter(move |text| keep(text)).skip(page * 10)
}

fn main() {
    let articles = ["Once more.".to_owned()];
    let found = page(&articles, &0.to_string(), |text| text.len() < 20);
    println!("{} found", found.count());
}
