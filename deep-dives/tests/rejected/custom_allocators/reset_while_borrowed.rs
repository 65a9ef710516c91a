//! A value of the last request is used after the reset of its arena.
//!
//! `reset` needs the arena mutably, so everything that came from it must be out of use. In C this is a dangling pointer
//! into memory that the next request writes to, and no tool that watches the heap can see it. Repair: take what is to
//! last out of the arena first.

use std::cell::OnceCell;

#[derive(Default)]
struct Arena {
    path: OnceCell<String>,
}

impl Arena {
    fn alloc_str(&self, text: &str) -> &str {
        self.path.get_or_init(|| text.to_owned())
    }

    fn reset(&mut self) {
        self.path.take();
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
