//! A list of sources is frozen by the first view of one of them: `push` needs the whole list for itself.
//!
//! The texts would stay where they are even if the list grew, but no signature says it. Repair: slots that are filled
//! once, through a shared reference. What is in them is never replaced, so it can be lent while others are filled.

#[cfg(fixed)]
use std::cell::OnceCell;

#[cfg(not(fixed))]
fn main() {
    let mut sources = vec!["next: paths".to_owned()];
    let next = sources[0].trim_start_matches("next: ");
    sources.push(format!("This is {next}.")); //~ E0502
    println!("{next}: {}", sources[1]);
}

#[cfg(fixed)]
fn main() {
    let sources = [const { OnceCell::new() }; 2];
    let next = sources[0].get_or_init(|| "next: paths".to_owned()).trim_start_matches("next: ");
    let second = sources[1].get_or_init(|| format!("This is {next}."));
    println!("{next}: {second}");
}
