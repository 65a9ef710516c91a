//! `title[0]` has no good answer: a byte may be a part of a character, and the n-th character is not found in one step.
//!
//! Repair: say which of the two is meant, `chars().next()` or `as_bytes()[0]`. Ranges do index, by byte.

fn shelf(title: &str) -> Option<char> {
    #[cfg(not(fixed))]
    let initial = title[0]; //~ E0277
    #[cfg(fixed)]
    let initial = title.chars().next()?;
    initial.to_uppercase().next()
}

fn main() {
    println!("{:?}", shelf("émile"));
}
