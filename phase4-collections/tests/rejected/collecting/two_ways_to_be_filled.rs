//! Every further `FromIterator` costs callers inference: with one, the items of a `Tally<_>` are known from the stream;
//! with two, `Tally<_>` could be a tally of pairs as well as one made of counts.
//!
//! Repair: one obvious way to fill a type, and a constructor with a name for the other one.

use std::collections::BTreeMap;

#[derive(Debug)]
struct Tally<K>(BTreeMap<K, u64>);

impl<K: Ord> FromIterator<K> for Tally<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut counts = BTreeMap::new();
        keys.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
        Self(counts)
    }
}

#[cfg(not(fixed))]
impl<K: Ord> FromIterator<(K, u64)> for Tally<K> {
    fn from_iter<I: IntoIterator<Item = (K, u64)>>(counts: I) -> Self {
        Self(counts.into_iter().collect())
    }
}

fn main() {
    let sales = [("Emma", 3_u64), ("Persuasion", 4), ("Emma", 3)];
    println!("{:?}", sales.into_iter().collect::<Tally<_>>()); //~ E0283
}
