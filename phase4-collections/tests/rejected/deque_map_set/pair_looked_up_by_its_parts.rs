//! A map with a pair for a key is not found by a pair of references: `(String, u16)` does not lend a `(&str, u16)`.
//!
//! `Borrow` returns a reference to something that exists inside of the key. Repair: one map a level, so that each key
//! is looked up by itself.

use std::collections::HashMap;

fn main() {
    #[cfg(not(fixed))]
    {
        let visits = HashMap::from([(("/moves".to_owned(), 2026_u16), 7)]);
        println!("{:?}", visits.get(&("/moves", 2026))); //~ E0308
    }
    #[cfg(fixed)]
    {
        let visits = HashMap::from([("/moves".to_owned(), HashMap::from([(2026_u16, 7)]))]);
        println!("{:?}", visits.get("/moves").and_then(|years| years.get(&2026)));
    }
}
