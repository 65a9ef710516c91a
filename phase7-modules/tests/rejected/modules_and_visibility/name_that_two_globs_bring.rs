//! Two globs may bring the same name. It is refused where the name is used, so it compiles until a module grows.
//!
//! Suppose that `feeds` got its `Entry` in a later version: a caller breaks who has changed nothing. Repair: import by
//! name what is used by name, because a single import wins over globs.

mod accounts {
    pub struct Entry(pub i64);
}

mod feeds {
    pub struct Entry(pub &'static str);
    pub struct Feed(pub Vec<Entry>);
}

use accounts::*;
use feeds::*;

#[cfg(fixed)]
use accounts::Entry;

fn total(entries: &[Entry]) -> i64 {
    //~^ E0659
    entries.iter().map(|entry| entry.0).sum()
}

fn main() {
    let feed = Feed(vec![feeds::Entry("Moving Day")]);
    println!("{} cents, {} articles", total(&[accounts::Entry(1200)]), feed.0.len());
}
