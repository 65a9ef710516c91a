//! A two-phase borrow lets the arguments read the receiver, but not change it.
//!
//! The receiver is reserved before the arguments are evaluated: what it refers to must be the same when the call
//! begins. Repair: make the inner change a statement of its own.

struct Galley {
    lines: Vec<String>,
}

impl Galley {
    fn insert(&mut self, at: usize, line: &str) -> usize {
        self.lines.insert(at, line.to_owned());
        at + 1
    }
}

fn main() {
    let mut galley = Galley { lines: Vec::new() };
    galley.insert(galley.lines.len(), "reading the length is fine");
    #[cfg(not(fixed))]
    galley.insert(galley.insert(0, "Chapter 1"), "Loomings"); //~ E0499
    #[cfg(fixed)]
    let next = galley.insert(0, "Chapter 1");
    #[cfg(fixed)]
    galley.insert(next, "Loomings");
}
