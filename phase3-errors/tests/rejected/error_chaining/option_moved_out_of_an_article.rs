//! `ok_or` takes the `Option` by value, and an article that is only borrowed cannot give its picture away.
//!
//! Repair: `as_deref` makes an `Option<&str>` that borrows from the article; a `clone` would do, but pay for a copy.

#[derive(Debug)]
struct NoPicture;

struct Article {
    picture: Option<String>,
}

#[cfg(not(fixed))]
fn key(article: &Article) -> Result<String, NoPicture> {
    article.picture.ok_or(NoPicture) //~ E0507
}

#[cfg(fixed)]
fn key(article: &Article) -> Result<&str, NoPicture> {
    article.picture.as_deref().ok_or(NoPicture)
}

fn main() {
    println!("{:?}", key(&Article { picture: None }));
}
