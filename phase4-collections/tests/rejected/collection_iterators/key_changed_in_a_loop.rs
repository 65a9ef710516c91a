//! A mutable loop over a map lends the values to be changed, and the keys only to be read.
//!
//! The map would not find the element under its new key, as it stands where the old key belongs. Repair: take all
//! elements out and put them in again, which finds a place for each, and decides what becomes of two equal keys.

use std::collections::BTreeMap;

fn main() {
    let mut reads = BTreeMap::from([(String::from("Sport"), 7), (String::from("news"), 9)]);
    #[cfg(not(fixed))]
    for (desk, _) in &mut reads {
        *desk = desk.to_lowercase(); //~ E0594
    }
    #[cfg(fixed)]
    {
        reads = reads.into_iter().map(|(desk, count)| (desk.to_lowercase(), count)).collect();
    }
    println!("{reads:?}");
}
