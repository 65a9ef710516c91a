//! `HashMap` has an `Index` and no `IndexMut`: `index_mut` has to lend a value, and for a missing key it is not told
//! which one.
//!
//! `map[key] += n` wants an `index_mut`, whatever is on the right. Repair: an entry, which says what happens to a key
//! that is not there yet.

use std::collections::HashMap;

fn main() {
    let mut sold = HashMap::from([("Emma", 3)]);
    for title in ["Emma", "Persuasion"] {
        #[cfg(not(fixed))]
        {
            sold[title] += 1; //~ E0594
        }
        #[cfg(fixed)]
        {
            *sold.entry(title).or_default() += 1;
        }
    }
    println!("{}", sold["Emma"]);
}
