//! An `impl` for `&'static str` does not choose literals. It is found for every `&str`, which then must be `'static`.
//!
//! Lifetimes are not there any more when code is generated, so no `impl` can depend on them: the types decide which one
//! is meant, and the borrow checker finds out later that it does not fit. Repair: an `impl` for every lifetime.

struct Tag(String);

#[cfg(not(fixed))]
impl From<&'static str> for Tag {
    fn from(name: &'static str) -> Self {
        Tag(name.to_owned())
    }
}

#[cfg(fixed)]
impl From<&str> for Tag {
    fn from(name: &str) -> Self {
        Tag(name.to_owned())
    }
}

fn main() {
    let line = String::from("css, html");
    let tags: Vec<Tag> = line.split(", ").map(Tag::from).collect(); //~ E0597
    println!("{}", tags.iter().map(|tag| tag.0.len()).sum::<usize>());
}
