//! A shelf of `&'static str` is one of shorter-lived names: who only reads does not care. But `*mut T` might be written
//! through, so a struct with such a field is invariant, and the conversion is refused.
//!
//! Repair: `NonNull<T>` is covariant. That is a promise of the author: the type must not let anybody put a shorter-lived
//! value where others still expect a longer-lived one. A type that owns its values as a `Vec` does keeps it.

#[cfg(fixed)]
use std::ptr::NonNull;

struct Shelf<T> {
    #[cfg(not(fixed))]
    first: *mut T,
    #[cfg(fixed)]
    first: NonNull<T>,
    len: usize,
}

fn shorter<'a>(shelf: Shelf<&'static str>) -> Shelf<&'a str> {
    shelf //~ "lifetime may not live long enough"
}

fn main() {
    let mut name = "Paths";
    #[cfg(not(fixed))]
    let first = &raw mut name;
    #[cfg(fixed)]
    let first = NonNull::from_mut(&mut name);
    let shelf = shorter(Shelf { first, len: 1 });
    // SAFETY: The pointer is to the local variable.
    assert_eq!((unsafe { shelf.first.read() }, shelf.len), ("Paths", 1));
}
