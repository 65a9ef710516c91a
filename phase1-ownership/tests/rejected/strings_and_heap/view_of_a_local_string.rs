//! The signature says that the slug is a part of the title, but where something was replaced it is a new `String`, which
//! is dropped here.
//!
//! Repair: a type that can be both, a `Cow`, so that titles that are slugs already are still not copied.

use std::borrow::Cow;

#[cfg(not(fixed))]
fn slug(title: &str) -> &str {
    if !title.contains(' ') {
        return title;
    }
    let slug = title.replace(' ', "-");
    &slug //~ E0515
}

#[cfg(fixed)]
fn slug(title: &str) -> Cow<'_, str> {
    if !title.contains(' ') {
        return title.into();
    }
    title.replace(' ', "-").into()
}

fn main() {
    let slug: Cow<str> = slug("northanger abbey").into();
    println!("{slug}");
}
