//! An arena that allocates by `&mut self`: the first reference borrows it mutably for as long as it lives.
//!
//! The signature ties the result to the one mutable borrow there can be. Repair: allocate by `&self`, and keep what moves
//! in a `Cell`. That two results are apart follows from `split_first_mut` here; an arena for any type must promise it.

use std::cell::Cell;

struct Arena<'m> {
    free: Cell<&'m mut [u64]>,
}

impl<'m> Arena<'m> {
    #[cfg(not(fixed))]
    fn alloc(&mut self, value: u64) -> &mut u64 {
        let (first, rest) = self.free.take().split_first_mut().expect("the arena is full");
        self.free.set(rest);
        *first = value;
        first
    }

    #[cfg(fixed)]
    fn alloc(&self, value: u64) -> &mut u64 {
        let (first, rest) = self.free.take().split_first_mut().expect("the arena is full");
        self.free.set(rest);
        *first = value;
        first
    }
}

fn main() {
    let mut memory = [0; 8];
    #[allow(unused_mut)]
    let mut arena = Arena { free: Cell::new(&mut memory) };
    let views = arena.alloc(41);
    let likes = arena.alloc(7); //~ E0499
    *views += *likes;
}
