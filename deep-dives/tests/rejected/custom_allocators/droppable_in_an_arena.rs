//! A value that owns memory is put in an arena, which will forget it.
//!
//! Whether a type has something to drop is known to the compiler, but no bound can say it: `Copy` is the nearest, and
//! refuses more than it must. So a constant asks, and the error comes when code for `String` is generated; `cargo check`
//! does not see it. Repair: a value that borrows, or one whose owner drops it, such as a box with the arena as allocator.
//@ build

use std::{cell::Cell, mem};

#[derive(Default)]
struct Arena {
    used: Cell<usize>,
}

impl Arena {
    fn account<T>(&self, _value: &T) {
        const { assert!(!mem::needs_drop::<T>(), "an arena drops nothing") }; //~ E0080
        self.used.set(self.used.get() + size_of::<T>());
    }
}

struct Author<'t> {
    name: &'t str,
    articles: u32,
}

fn main() {
    let arena = Arena::default();
    let name = String::from("Ada");
    // Not `Copy`, and still without anything to drop.
    arena.account(&Author { name: &name, articles: 3 });
    #[cfg(not(fixed))]
    arena.account(&name);
    #[cfg(fixed)]
    arena.account(&name.as_str());
}
