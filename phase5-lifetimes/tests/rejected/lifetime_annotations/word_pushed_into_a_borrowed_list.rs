//! What a `&mut` points at is invariant: a list of `&'t str` cannot be taken for a list of shorter-lived ones, not even
//! for a single `push`. Its owner would read the word after it is gone.
//!
//! Repair: the word has the lifetime that the list is made for.

#[cfg(not(fixed))]
fn note<'t>(mentioned: &mut Vec<&'t str>, word: &str) {
    if !mentioned.contains(&word) {
        mentioned.push(word); //~ E0621
    }
}

#[cfg(fixed)]
fn note<'t>(mentioned: &mut Vec<&'t str>, word: &'t str) {
    if !mentioned.contains(&word) {
        mentioned.push(word);
    }
}

fn main() {
    let mut mentioned = vec!["HTML"];
    note(&mut mentioned, "CSS");
    println!("{mentioned:?}");
}
