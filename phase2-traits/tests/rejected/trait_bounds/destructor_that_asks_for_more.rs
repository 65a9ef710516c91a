//! A destructor runs for every value of its type, so its `impl` may not ask for more than the type does.
//!
//! Repair: the bound on the struct, and on all who name it. (Often the better one: a destructor that needs no bound.)

use std::fmt::Display;

#[cfg(not(fixed))]
struct Draft<T> {
    text: T,
    saved: bool,
}
#[cfg(fixed)]
struct Draft<T: Display> {
    text: T,
    saved: bool,
}

impl<T: Display> Drop for Draft<T> {
    //~^ E0367
    fn drop(&mut self) {
        if !self.saved {
            println!("lost: {}", self.text);
        }
    }
}

fn main() {
    let mut draft = Draft { text: "Emma", saved: false };
    draft.saved = draft.text.is_empty();
}
