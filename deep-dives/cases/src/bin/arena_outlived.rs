//! A reference outlives the arena that it points into: its lifetime was free for the caller to choose.
//!
//! memcheck sees it, because the chunk is freed and then read. It would see nothing if the arena were reset and its
//! chunk kept, as the chunk is one block to it.
//!
//! Repair: the reference borrows the arena, and the compiler refuses what `bad` does.

use std::cell::Cell;

use deep_dives_cases::Version;

struct Arena {
    chunk: *mut [u64],
    used: Cell<usize>,
}

impl Arena {
    fn new() -> Self {
        Self { chunk: Box::into_raw(Box::from([0; 8])), used: Cell::new(0) }
    }

    fn place(&self, value: u64) -> *mut u64 {
        let used = self.used.get();
        assert!(used < self.chunk.len(), "an arena of eight values");
        self.used.set(used + 1);
        let place = self.chunk.cast::<u64>().wrapping_add(used);
        // SAFETY: The place is within the chunk, which lives as long as the arena, and was handed to nobody else.
        unsafe { place.write(value) };
        place
    }

    #[expect(clippy::mut_from_ref, reason = "each call returns a place that no other call returned")]
    fn alloc(&self, value: u64) -> &mut u64 {
        // SAFETY: The value was just written, and the chunk outlives the borrow of its owner.
        unsafe { &mut *self.place(value) }
    }

    fn alloc_for_any_lifetime<'any>(&self, value: u64) -> &'any mut u64 {
        // SAFETY: None. Nothing ties `'any` to the arena. This is the mistake.
        unsafe { &mut *self.place(value) }
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        // SAFETY: The chunk came from a box, and is freed only here.
        drop(unsafe { Box::from_raw(self.chunk) });
    }
}

fn bad() -> u64 {
    let arena = Arena::new();
    let views = arena.alloc_for_any_lifetime(41);
    drop(arena);
    *views + 1
}

fn repaired() -> u64 {
    let arena = Arena::new();
    let views = arena.alloc(41);
    *views + 1
}

fn main() {
    let views = match Version::from_arguments() {
        Version::Bad => bad(),
        Version::Repaired => repaired(),
    };
    println!("{views} views");
}
