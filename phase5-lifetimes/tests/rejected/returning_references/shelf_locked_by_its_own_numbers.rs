//! In a trait, an `impl Trait` counts as lent by `&self` in every edition; this one is 2021. Some implementation might
//! borrow.
//!
//! Repair: `use<Self>` promises for all implementations that none does. `Self` is a type parameter of the trait, and has
//! to be listed; the lifetime of `&self` is not.
//@ edition: 2021

trait Shelf {
    #[cfg(not(fixed))]
    fn numbers(&self) -> impl Iterator<Item = usize>;

    #[cfg(fixed)]
    fn numbers(&self) -> impl Iterator<Item = usize> + use<Self>;

    fn tidy(&mut self, number: usize);
}

fn tidy_all<S: Shelf>(shelf: &mut S) {
    for number in shelf.numbers() {
        shelf.tidy(number); //~ E0502
    }
}

impl Shelf for Vec<String> {
    fn numbers(&self) -> impl Iterator<Item = usize> + use<> {
        0..self.len()
    }

    fn tidy(&mut self, number: usize) {
        self[number].make_ascii_lowercase();
    }
}

fn main() {
    let mut tags = vec!["CSS".to_owned()];
    tidy_all(&mut tags);
    println!("{tags:?}");
}
