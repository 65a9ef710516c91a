//! A string is moved to an arena that frees its own memory, and drops nothing: the text of the string leaks.
//!
//! memcheck sees it: with the chunk, the last pointer to the text is gone. The leak is no memory error, and no `unsafe`
//! block here is wrong.
//!
//! Repair: an arena takes only what has nothing to drop. A copy of the text has not.

use std::mem::MaybeUninit;

struct Arena<T> {
    chunk: Box<[MaybeUninit<T>]>,
    used: usize,
}

impl<T> Arena<T> {
    fn new() -> Self {
        Self { chunk: Box::new_uninit_slice(64), used: 0 }
    }

    /// Drops nothing, for whatever `T`. This is the mistake.
    fn fill(&mut self, values: impl IntoIterator<Item = T>) {
        for value in values {
            self.chunk[self.used].write(value);
            self.used += 1;
        }
    }
}

fn bad(title: &str) -> usize {
    let mut arena = Arena::new();
    arena.fill([title.to_owned()]);
    arena.used
}

fn repaired(title: &str) -> usize {
    let mut arena = Arena::<u8>::new();
    arena.fill(title.bytes());
    arena.used
}

fn main() {
    let title = "Arenas and what they forget";
    let used = match std::env::args().nth(1).as_deref() {
        Some("bad") => bad(title),
        Some("repaired") => repaired(title),
        _ => panic!("usage: undropped_in_an_arena bad|repaired"),
    };
    println!("{used} places used");
}
