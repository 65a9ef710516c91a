//! `&'s RefCell<Vec<&'s str>>` lends the cell for the lifetime that is in its own type. That lasts as long as the cell
//! is used, so it stays lent to the last, although the reader is gone.
//!
//! With `&'s Vec<&'s str>` the inner lifetime would be shortened for the call. A cell is invariant, so it cannot be.
//! Repair: two names for two things, the loan of the list and the loans in it.

use std::cell::RefCell;

#[cfg(not(fixed))]
struct Reader<'s> {
    warnings: &'s RefCell<Vec<&'s str>>,
}

#[cfg(fixed)]
struct Reader<'s, 'w> {
    warnings: &'w RefCell<Vec<&'s str>>,
}

fn main() {
    let source = String::from("tilte: Oops");
    let warnings = RefCell::new(Vec::new());
    {
        let reader = Reader { warnings: &warnings };
        reader.warnings.borrow_mut().push(&source[..5]);
    }
    println!("{:?}", warnings.into_inner()); //~ E0505
}
