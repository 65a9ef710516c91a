//! `(*block)[1..].len()` looks as if it only computed with a length. But indexing by a range takes `&self`, and so does
//! `len`. So a reference to the whole block is made on the way, silently, and with it the promise that all of it is
//! initialised and that nobody writes meanwhile.
//!
//! Repair: write the reference, and answer for it; or ask the raw pointer, which knows its length without one.

fn rest(block: *const [u8]) -> usize {
    #[cfg(not(fixed))]
    // SAFETY: None. This is a safe function, and a raw pointer may be to anything.
    let rest = unsafe { (*block)[1..].len() }; //~ dangerous_implicit_autorefs
    #[cfg(fixed)]
    let rest = block.len() - 1;
    rest
}

fn main() {
    let block = [1, 2, 3];
    assert_eq!(rest(&raw const block), 2);
}
