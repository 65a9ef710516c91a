//! A struct with a destructor must not outlive what its parameters borrow, even if it has none of it inside.
//!
//! The destructor of a `Lease<T>` is assumed to look at a `T`; no marker says otherwise. Without the `Drop` impl, this
//! lease of a number would be accepted. Repair: whatever is borrowed is declared first, and so dropped last.

use std::marker::PhantomData;

struct Lease<T> {
    place: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Drop for Lease<T> {
    fn drop(&mut self) {
        println!("place {} is free", self.place);
    }
}

fn lease<T>(place: u32, _: &T) -> Lease<T> {
    Lease { place, of: PhantomData }
}

fn main() {
    #[cfg(not(fixed))]
    let _place;
    let title = String::from("Generics");
    #[cfg(fixed)]
    let _place;
    _place = lease(3, &title.as_str()); //~ E0597
}
