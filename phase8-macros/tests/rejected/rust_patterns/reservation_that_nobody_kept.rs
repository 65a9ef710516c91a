//! A guard in a statement of its own ends with the statement: the seat is free again before anybody sits down.
//!
//! `#[must_use]` finds that, here as an error. It does not find `let _ = hall.reserve(4);`, which drops the guard just as
//! early. Repair: a name, and be it `_seat`.

#![deny(unused_must_use)]

use std::cell::RefCell;

struct Hall(RefCell<Vec<u32>>);

#[must_use = "the seat is given back as soon as this is dropped"]
struct Seat<'h> {
    hall: &'h Hall,
    number: u32,
}

impl Hall {
    fn reserve(&self, number: u32) -> Seat<'_> {
        self.0.borrow_mut().push(number);
        Seat { hall: self, number }
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.hall.0.borrow_mut().retain(|&number| number != self.number);
    }
}

fn main() {
    let hall = Hall(RefCell::default());
    #[cfg(not(fixed))]
    hall.reserve(4); //~ unused_must_use
    #[cfg(fixed)]
    let _seat = hall.reserve(4);
    println!("taken: {:?}", hall.0.borrow());
}
