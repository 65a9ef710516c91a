//! A price in `f64` cannot be the key of a map: NaN is not equal to itself and has no place in an order.
//!
//! `f64` implements neither `Eq` and `Hash` nor `Ord`. Repair: a key of the kind that is meant; prices are counted in
//! cents. (For measurements, a newtype can order by `f64::total_cmp`.)

use std::collections::BTreeMap;

fn main() {
    let sold = [(9.5, "Emma"), (12.0, "Persuasion")];
    let mut by_price = BTreeMap::new();
    for (price, title) in sold {
        #[cfg(not(fixed))]
        by_price.insert(price, title); //~ E0277
        #[cfg(fixed)]
        by_price.insert((price * 100.0_f64).round() as u64, title);
    }
    println!("{by_price:?}");
}
