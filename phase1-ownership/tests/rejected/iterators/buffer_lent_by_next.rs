//! `next` cannot lend out a buffer that it fills again: an item may be kept while the following one is made.
//!
//! `Item` is one type for all calls, so there is no place in it for the lifetime of the `&mut self` of this call.
//! Repair: a method of one's own, whose signature ties the line to the call; `while let` instead of `for`.

struct Captions<'t> {
    words: std::str::Split<'t, char>,
    line: String,
}

#[cfg(not(fixed))]
impl<'t> Iterator for Captions<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        self.line = self.words.next()?.to_uppercase();
        Some(&self.line) //~ "lifetime may not live long enough"
    }
}

#[cfg(fixed)]
impl Captions<'_> {
    fn next(&mut self) -> Option<&str> {
        self.line = self.words.next()?.to_uppercase();
        Some(&self.line)
    }
}

fn main() {
    let mut captions = Captions { words: "plate,figure".split(','), line: String::new() };
    while let Some(line) = captions.next() {
        println!("{line}");
    }
}
