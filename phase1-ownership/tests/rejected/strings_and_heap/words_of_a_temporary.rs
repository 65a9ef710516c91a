//! `to_lowercase` makes a `String`, `split` makes views into it, and the `String` is dropped at the semicolon.
//!
//! Repair: give the owner a name that lives as long as its views.

fn keywords(title: &str) -> usize {
    #[cfg(not(fixed))]
    let words = title.to_lowercase().split(' '); //~ E0716
    #[cfg(fixed)]
    let lower = title.to_lowercase();
    #[cfg(fixed)]
    let words = lower.split(' ');
    words.filter(|word| !["a", "of", "the"].contains(word)).count()
}

fn main() {
    println!("{}", keywords("The Wings of the Dove"));
}
