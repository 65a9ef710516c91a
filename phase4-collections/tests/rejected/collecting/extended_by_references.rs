//! `extend` takes references only where items are `Copy`, as numbers are: anything else would be a hidden clone.
//!
//! Repair: give the other list away, or clone where it can be seen.

fn main() {
    let mut cents = vec![1200, 900];
    let more = vec![300];
    cents.extend(&more);

    let mut titles = vec![String::from("Emma")];
    let others = vec![String::from("Persuasion")];
    #[cfg(not(fixed))]
    titles.extend(&others); //~ E0271
    #[cfg(fixed)]
    titles.extend(others);
    println!("{cents:?} {titles:?}");
}
