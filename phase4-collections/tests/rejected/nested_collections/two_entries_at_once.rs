//! Two inner collections of one map: the entry of one tag borrows the map with all its tags.
//!
//! That the keys differ is not known to the checker. Repair: take one of them out, so that it is no longer the map's.

use std::collections::HashMap;

fn main() {
    let mut by_tag = HashMap::from([("rust", vec![1, 2]), ("rustlang", vec![3])]);
    #[cfg(not(fixed))]
    {
        let from = by_tag.entry("rustlang").or_default();
        let into = by_tag.entry("rust").or_default(); //~ E0499
        into.append(from);
    }
    #[cfg(fixed)]
    if let Some(mut from) = by_tag.remove("rustlang") {
        by_tag.entry("rust").or_default().append(&mut from);
    }
    println!("{by_tag:?}");
}
