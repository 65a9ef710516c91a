//! The first method that fits is called, and an import can put another one in front of the one that was meant.
//!
//! With the trait `Borrow` in scope, the first step of the look-up, `&Rc<_>`, has a `borrow` already: the trait's, to
//! any of the types that an `Rc` can be borrowed as, so its result cannot be inferred. `RefCell`'s own `borrow`, one
//! step further, is never reached. Repair: name the type whose method is meant, and `&shared` is coerced to it.

use std::{borrow::Borrow, cell::RefCell, rc::Rc};

fn longest<L: Borrow<str>>(lines: &[L]) -> usize {
    lines.iter().map(|line| line.borrow().len()).max().unwrap_or(0)
}

fn main() {
    let shared = Rc::new(RefCell::new(vec!["Call me", "Ishmael."]));
    #[cfg(not(fixed))]
    let depth = shared.borrow().len(); //~ E0282
    #[cfg(fixed)]
    let depth = RefCell::borrow(&shared).len();
    println!("{depth} lines, {} at most", longest(&["Call me", "Ishmael."]));
}
