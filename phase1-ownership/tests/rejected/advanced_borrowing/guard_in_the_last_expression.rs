//! In edition 2021, temporaries of a block's last expression are dropped after the local variables they borrow from.
//!
//! Here that is the guard of `borrow()`, whose drop needs `journal`. Repair: the edition; since 2024 the temporaries go
//! first. (In 2021, bind the length to a variable and return that.)

//@ edition: 2021
//@ fixed-edition: 2024

use std::cell::RefCell;

fn entries() -> usize {
    let journal = RefCell::new(vec!["opened", "closed"]);
    journal.borrow().len() //~ E0597
}

fn main() {
    println!("{} entries", entries());
}
