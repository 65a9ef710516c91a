//! `HashMap` has an `Index` and no `IndexMut`: assigning to a missing key would have to insert, and reading one must
//! not.
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
