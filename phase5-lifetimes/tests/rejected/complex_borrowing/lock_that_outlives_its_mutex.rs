//! In edition 2021, the temporaries of a body's last expression are dropped after its variables: the guard after the lock.
//!
//! Since 2024 they are dropped before. Repair: the edition. (In 2021, bind the number to a variable, and return that.)

//@ edition: 2021
//@ fixed-edition: 2024

use std::{sync::Mutex, thread};

fn printed(slugs: &[&str]) -> usize {
    let copies = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for slug in slugs {
            scope.spawn(|| copies.lock().unwrap().push(slug.len()));
        }
    });
    copies.lock().unwrap().iter().sum() //~ E0597
}

fn main() {
    println!("{}", printed(&["moves", "loans"]));
}
