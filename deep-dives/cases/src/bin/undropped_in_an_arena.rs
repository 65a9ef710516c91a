//! A string is moved to an arena that frees its own memory, and drops nothing: the text of the string leaks.
//!
//! memcheck sees it: with the chunk, the last pointer to the text is gone. A leak is no memory error, and safe code can
//! make one: there is no `unsafe` block here.
//!
//! Repair: an arena takes only what has nothing to drop, such as the bytes of the text.

use std::mem::MaybeUninit;

use deep_dives_cases::Version;

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
    let used = match Version::from_arguments() {
        Version::Bad => bad(title),
        Version::Repaired => repaired(title),
    };
    println!("{used} places used");
}
