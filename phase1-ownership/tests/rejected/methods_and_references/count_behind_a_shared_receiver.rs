//! A field of `&self` cannot be assigned to: whoever else holds a `&Galley` may be looking at it.
//!
//! `&mut self` would compile, but nobody who holds a line could mark it any more. Repair: a `Cell`, which is copied in
//! and out whole, so that nobody can be looking at it while it changes.

#[cfg(fixed)]
use std::cell::Cell;

struct Galley {
    line: String,
    #[cfg(not(fixed))]
    marks: u32,
    #[cfg(fixed)]
    marks: Cell<u32>,
}

impl Galley {
    fn mark(&self) {
        #[cfg(not(fixed))]
        {
            self.marks += 1; //~ E0594
        }
        #[cfg(fixed)]
        self.marks.update(|marks| marks + 1);
    }
}

fn main() {
    let galley = Galley { line: "the the whale".into(), marks: Default::default() };
    let held = &galley.line;
    galley.mark();
    println!("{held}: {:?}", galley.marks);
}
