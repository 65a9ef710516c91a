//! An iterator over the keys borrows the map; an insertion may move all of them to another place.
//!
//! Repair: collect first what shall be inserted, and only that.

use std::collections::HashMap;

fn main() {
    let mut pages = HashMap::from([("/Moves".to_owned(), 1), ("/maps".to_owned(), 2)]);
    #[cfg(not(fixed))]
    for (path, page) in &pages {
        pages.entry(path.to_lowercase()).or_insert(*page); //~ E0502
    }
    #[cfg(fixed)]
    {
        let lower = |(path, page): (&String, &u32)| (path.to_lowercase(), *page);
        let aliases: Vec<_> = pages.iter().map(lower).filter(|(path, _)| !pages.contains_key(path)).collect();
        pages.extend(aliases);
    }
    println!("{}", pages.len());
}
