//! In edition 2021, what an `if let` borrows is still borrowed in its `else`; since 2024 it is not.
//!
//! The guard is a temporary of the condition, and dropping it is a use of `journal`. Repair: the edition. (In 2021,
//! bind what the condition looks at to a variable first.)

//@ edition: 2021
//@ fixed-edition: 2024

use std::cell::RefCell;

struct Journal {
    last: RefCell<Option<String>>,
}

impl Journal {
    fn open(&mut self) {
        self.last = RefCell::new(Some("opened".into()));
    }
}

fn read(journal: &mut Journal) {
    if let Some(last) = journal.last.borrow().as_deref() {
        println!("{last}");
    } else {
        journal.open(); //~ E0502
    }
}

fn main() {
    read(&mut Journal { last: RefCell::new(None) });
}
