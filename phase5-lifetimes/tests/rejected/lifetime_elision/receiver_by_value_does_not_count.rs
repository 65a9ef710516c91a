//! `self` is a value here. It contains a reference, but elision does not look into `Self`.
//!
//! So `mark` is the only parameter that has a lifetime, and the result is said to be a part of the mark. Repair: name
//! the lifetime of the text.

struct Excerpt<'t> {
    text: &'t str,
}

impl<'t> Excerpt<'t> {
    #[cfg(not(fixed))]
    fn until(self, mark: &str) -> &str {
        self.text.split(mark).next().unwrap_or(self.text) //~ E0621
    }

    #[cfg(fixed)]
    fn until(self, mark: &str) -> &'t str {
        self.text.split(mark).next().unwrap_or(self.text)
    }
}

fn main() {
    println!("{}", Excerpt { text: "one; two" }.until(&String::from(";")));
}
