//! Indexing lends, level by level: what two indices lead to still belongs to the inner list.
//!
//! The title cannot leave without leaving a hole. Repair: put something in its place, here an empty string. (Where the
//! list may get shorter, `remove` or `swap_remove` closes the hole.)

use std::{collections::HashMap, mem};

fn main() {
    let mut by_tag = HashMap::from([("rust", vec!["Moves".to_owned(), "Maps".to_owned()])]);
    #[cfg(not(fixed))]
    let first = by_tag["rust"][0]; //~ E0507
    #[cfg(fixed)]
    let first = by_tag.get_mut("rust").map(|titles| mem::take(&mut titles[0])).unwrap_or_default();
    println!("{first} was the first of {}", by_tag.get_mut("rust").map_or(0, |titles| titles.len()));
}
