//! `Unpin` is a safe trait, and with it, everybody may move a reading between two polls: also the future in it, which is
//! projected as pinned.
//!
//! Beside a projection written by hand, this line would compile and be unsound. `pin_project!` writes the right impl
//! itself, so another one clashes. Repair: box the future, if the whole must move. It stays, and nothing is projected.

#[cfg(fixed)]
use std::pin::Pin;

#[cfg(not(fixed))]
use pin_project_lite::pin_project;

#[cfg(not(fixed))]
pin_project! { //~ E0119
    struct Reading<F> {
        #[pin]
        future: F,
        title: &'static str,
    }
}

#[cfg(not(fixed))]
impl<F> Unpin for Reading<F> {}

#[cfg(fixed)]
struct Reading<F> {
    future: Pin<Box<F>>,
    title: &'static str,
}

fn shelve<T: Unpin>(reading: &mut T, shelf: &mut Vec<T>, spare: T) {
    shelf.push(std::mem::replace(reading, spare));
}

fn main() {
    let read = async |title: &'static str| title.len();
    #[cfg(not(fixed))]
    let start = |title| Reading { future: read(title), title };
    #[cfg(fixed)]
    let start = |title| Reading { future: Box::pin(read(title)), title };
    let (mut reading, mut shelf) = (start("Emma"), Vec::new());
    shelve(&mut reading, &mut shelf, start("Persuasion"));
    println!("{} waits", shelf[0].title);
    drop(reading.future);
}
