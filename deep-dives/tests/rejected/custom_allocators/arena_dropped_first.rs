//! A function returns what it has put in an arena of its own.
//!
//! The result borrows the arena, which ends with the function. Repair: the caller brings the arena, and so decides how
//! long the results live.

use std::cell::OnceCell;

#[derive(Default)]
struct Arena {
    title: OnceCell<String>,
}

impl Arena {
    fn alloc_str(&self, text: String) -> &str {
        self.title.get_or_init(|| text)
    }
}

#[cfg(not(fixed))]
fn heading<'a>(title: &str) -> &'a str {
    let arena = Arena::default();
    arena.alloc_str(title.to_uppercase()) //~ E0515
}

#[cfg(fixed)]
fn heading<'a>(title: &str, arena: &'a Arena) -> &'a str {
    arena.alloc_str(title.to_uppercase())
}

fn main() {
    #[cfg(not(fixed))]
    println!("{}", heading("arenas"));
    #[cfg(fixed)]
    println!("{}", heading("arenas", &Arena::default()));
}
