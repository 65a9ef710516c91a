//! A value of the last request is used after the reset of its arena.
//!
//! `reset` needs the arena mutably, so everything that came from it must be out of use. In C this is a dangling pointer
//! into memory that the next request writes to, and no tool that watches the heap can see it. Repair: take what is to
//! last out of the arena first.

use std::cell::RefCell;

#[derive(Default)]
struct Arena {
    chunks: RefCell<Vec<Box<str>>>,
}

impl Arena {
    fn alloc_str(&self, text: &str) -> &str {
        let copy: Box<str> = text.into();
        let address: *const str = &raw const *copy;
        self.chunks.borrow_mut().push(copy);
        // SAFETY: the text does not move with its box, and stays until `reset` or drop, which need `self` unborrowed.
        unsafe { &*address }
    }

    fn reset(&mut self) {
        self.chunks.get_mut().clear();
    }
}

fn main() {
    let mut arena = Arena::default();
    let path = arena.alloc_str("/feed");
    #[cfg(fixed)]
    let path = path.to_owned();
    arena.reset(); //~ E0502
    println!("answered {path}");
}
