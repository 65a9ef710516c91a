//! An inner set has become empty, and its tag shall go. But the loop still needs the map to find the next one.
//!
//! Repair: `retain` changes an inner set and decides about it in one step.

use std::collections::{BTreeMap, BTreeSet};

fn retract(by_tag: &mut BTreeMap<String, BTreeSet<u32>>, article: u32) {
    #[cfg(not(fixed))]
    for (tag, articles) in by_tag.iter_mut() {
        articles.remove(&article);
        if articles.is_empty() {
            by_tag.remove(tag); //~ E0499
        }
    }
    #[cfg(fixed)]
    by_tag.retain(|_, articles| {
        articles.remove(&article);
        !articles.is_empty()
    });
}

fn main() {
    let mut by_tag = BTreeMap::from([("rust".to_owned(), BTreeSet::from([1, 2]))]);
    retract(&mut by_tag, 1);
    println!("{by_tag:?}");
}
