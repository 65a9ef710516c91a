//! A borrowed value and a computed fallback do not fit into one `&str`: the fallback would be dropped on return.
//!
//! Repair: `Cow` is a borrow or an owner, whichever is at hand.

use std::borrow::Cow;

struct Title {
    isbn: String,
    name: Option<String>,
}

#[cfg(not(fixed))]
fn label(title: &Title) -> &str {
    title.name.as_deref().unwrap_or(&format!("untitled ({})", title.isbn)) //~ E0515
}

#[cfg(fixed)]
fn label(title: &Title) -> Cow<'_, str> {
    title.name.as_deref().map_or_else(|| format!("untitled ({})", title.isbn).into(), Cow::Borrowed)
}

fn main() {
    println!("{}", label(&Title { isbn: "1".into(), name: None }));
}
