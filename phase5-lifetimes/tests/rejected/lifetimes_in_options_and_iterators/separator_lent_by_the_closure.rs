//! With `move`, the closure of `flat_map` owns the separator; what it returns borrows from the closure itself.
//!
//! A closure that is called again and again cannot lend out what it owns, for the same reason that `next` cannot.
//! Repair: let it hold a reference, which can be copied out with its own lifetime. (That lifetime needs no name: in
//! edition 2024, an `impl Trait` may hold it, and the cells are no part of the separator.)

#[cfg(not(fixed))]
fn cells<'t>(lines: &'t [String], separator: String) -> impl Iterator<Item = &'t str> {
    lines.iter().flat_map(move |line| line.split(separator.as_str()))
    //~^ "captured variable cannot escape `FnMut` closure body"
}

#[cfg(fixed)]
fn cells<'t>(lines: &'t [String], separator: &str) -> impl Iterator<Item = &'t str> {
    lines.iter().flat_map(move |line| line.split(separator))
}

fn main() {
    let lines = ["a::b".to_owned(), "c".to_owned()];
    #[cfg(not(fixed))]
    let separator = "::".to_owned();
    #[cfg(fixed)]
    let separator = "::";
    println!("{:?}", cells(&lines, separator).collect::<Vec<_>>());
}
