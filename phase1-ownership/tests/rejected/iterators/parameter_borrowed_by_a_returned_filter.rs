//! An adapter runs after the function that made it has returned, so its closure cannot borrow the function's parameters.
//!
//! Repair: with `move`, the closure owns its copy of `measure`.

fn overlong(text: &str, measure: usize) -> impl Iterator<Item = &str> {
    #[cfg(not(fixed))]
    let too_long = |line: &&str| line.chars().count() > measure; //~ E0373
    #[cfg(fixed)]
    let too_long = move |line: &&str| line.chars().count() > measure;
    text.lines().filter(too_long)
}

fn main() {
    println!("{:?}", overlong("short\nrather long", 8).collect::<Vec<_>>());
}
