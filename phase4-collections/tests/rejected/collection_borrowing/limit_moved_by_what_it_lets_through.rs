//! `extract_if` asks its closure whenever the loop wants the next element, so what it reads is borrowed by the loop.
//!
//! Therefore the loop cannot move the limit that the closure compares with. Repair: a `Cell` is changed through a shared
//! borrow, if the new limit shall count at once. (If it shall not, give the closure a copy by `move`.)

use std::cell::Cell;

fn main() {
    let mut hits = vec![3, 9, 14, 40];
    #[cfg(not(fixed))]
    {
        let mut until = 5;
        for hit in hits.extract_if(.., |hit| *hit <= until) {
            until = hit + 6; //~ E0506
        }
    }
    #[cfg(fixed)]
    {
        let until = Cell::new(5);
        for hit in hits.extract_if(.., |hit| *hit <= until.get()) {
            until.set(hit + 6);
        }
    }
    println!("{hits:?}");
}
