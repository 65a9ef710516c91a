//! A vector that implements `Drop` may look at its values there, so what they borrow must live longer than the vector. A
//! `Vec` in its place is accepted: the library promises with `may_dangle`, which is not stable, that its destructor only
//! drops them.
//!
//! Repair: locals are dropped in reverse order, so what is borrowed is declared first.

struct Names<T>(*mut T);

impl<T> Names<T> {
    fn push(&mut self, _name: T) {}
}

impl<T> Drop for Names<T> {
    fn drop(&mut self) {}
}

fn main() {
    #[cfg(fixed)]
    let author = String::from("Ada");
    let mut names = Names(std::ptr::null_mut());
    #[cfg(not(fixed))]
    let author = String::from("Ada");
    names.push(author.as_str()); //~ E0597
}
