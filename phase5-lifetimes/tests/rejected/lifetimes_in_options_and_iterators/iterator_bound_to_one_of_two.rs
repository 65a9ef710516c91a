//! `+ 'q` does not say that the iterator may hold something of `'q`; it says that all it holds lives for `'q`.
//!
//! The names need not live that long. Repair: `use` lists what is held, and asks nothing of it. (Without either,
//! edition 2024 holds both as well.)

#[cfg(not(fixed))]
fn wanted<'s, 'q>(names: &'s [String], query: &'q str) -> impl Iterator<Item = &'q str> + 'q {
    query.split('&').filter(move |pair| names.iter().any(|name| pair.starts_with(name.as_str())))
    //~^ "may not live long enough"
}

#[cfg(fixed)]
fn wanted<'s, 'q>(names: &'s [String], query: &'q str) -> impl Iterator<Item = &'q str> + use<'s, 'q> {
    query.split('&').filter(move |pair| names.iter().any(|name| pair.starts_with(name.as_str())))
}

fn main() {
    println!("{:?}", wanted(&["tag".into()], "tag=rust&page=1").collect::<Vec<_>>());
}
