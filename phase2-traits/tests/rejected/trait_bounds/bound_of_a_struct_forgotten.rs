//! A trait bound on a struct is checked in each `impl` and function that names the struct, and implied in none: not
//! even a function that only counts entries may leave it out.
//!
//! Repair: no bound on the struct. The methods that print have it, and nobody else repeats it.

use std::fmt::Display;

#[cfg(not(fixed))]
struct Shelf<T: Display> {
    entries: Vec<T>,
}
#[cfg(fixed)]
struct Shelf<T> {
    entries: Vec<T>,
}

impl<T: Display> Shelf<T> {
    fn print(&self) {
        self.entries.iter().for_each(|entry| println!("{entry}"));
    }
}

fn is_full<T>(shelf: &Shelf<T>) -> bool {
    //~^ E0277
    shelf.entries.len() >= 40
}

fn main() {
    let shelf = Shelf { entries: vec!["Emma", "Persuasion"] };
    shelf.print();
    println!("{}", is_full(&shelf));
}
