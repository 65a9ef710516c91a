//! A `#[non_exhaustive]` struct cannot be built outside its crate, not even with all fields that it has.
//!
//! The literal would stop compiling with the first field that is added; so it never compiles. `..Default::default()`
//! does not help either: it is a literal, too. Repair: let the crate that owns the type make one, and change what is
//! public.

use press_core::Statistics;

fn main() {
    #[cfg(not(fixed))]
    let wanted = Statistics { words: 300, ..Statistics::default() }; //~ E0639
    #[cfg(fixed)]
    let mut wanted = Statistics::default();
    #[cfg(fixed)]
    {
        wanted.words = 300;
    }
    println!("at least {} words", wanted.words);
}
