//! Two-phase borrows end at a guard: what is borrowed for `push` is not the vector, but the guard that leads to it.
//!
//! To get from the `RefMut` to the `Vec`, `deref_mut` must be called, and it is called before the arguments are
//! evaluated. There is nothing left to reserve. Repair: dereference once, and the receiver is a plain `&mut` again.

use std::cell::RefCell;

fn number(lines: &RefCell<Vec<String>>) {
    let mut lines = lines.borrow_mut();
    #[cfg(fixed)]
    let lines = &mut *lines;
    lines.push(format!("line {}", lines.len())); //~ E0502
}

fn main() {
    number(&RefCell::default());
}
