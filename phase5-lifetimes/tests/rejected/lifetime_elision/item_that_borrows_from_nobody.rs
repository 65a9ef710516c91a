//! An associated type has no parameters, so there is no lifetime that could be filled in.
//!
//! Repair: take it from the implementing type, whose lifetime must then have a name in the header.

struct Sentences<'t> {
    rest: std::str::Split<'t, char>,
}

#[cfg(not(fixed))]
impl Iterator for Sentences<'_> {
    type Item = &str; //~ "associated type `Iterator::Item` is declared without lifetime parameters"

    fn next(&mut self) -> Option<Self::Item> {
        self.rest.next()
    }
}

#[cfg(fixed)]
impl<'t> Iterator for Sentences<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<Self::Item> {
        self.rest.next()
    }
}

fn main() {
    println!("{} sentences", Sentences { rest: "It was. It is.".split('.') }.count());
}
