//! An `impl Trait` returned by a method counts as borrowing `self`, whatever the bodies do.
//!
//! A generic caller knows the declaration only, and by default that lets the type depend on every lifetime. Repair:
//! `use<Self>` lists what it may depend on, and the lifetime of `&self` is not among it.

trait Source {
    #[cfg(not(fixed))]
    fn credits(&self) -> impl Iterator<Item = String>;
    #[cfg(fixed)]
    fn credits(&self) -> impl Iterator<Item = String> + use<Self>;
}

struct Archive;

impl Source for Archive {
    fn credits(&self) -> impl Iterator<Item = String> + use<> {
        std::iter::once("from our archive".into())
    }
}

fn closed<S: Source>(source: S) -> Vec<String> {
    let credits = source.credits();
    drop(source); //~ E0505
    credits.collect()
}

fn main() {
    println!("{:?}", closed(Archive));
}
