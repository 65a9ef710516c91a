//! `iter_mut` lends values mutably and keys not at all: a changed key would be in the bucket of the old one.
//!
//! Repair: take the entries out and put them in again under the keys that they shall have. The map's memory stays.

use std::collections::HashMap;

fn main() {
    let mut visits = HashMap::from([("/Moves".to_owned(), 3), ("/maps".to_owned(), 4)]);
    #[cfg(not(fixed))]
    for (path, _) in visits.iter_mut() {
        path.make_ascii_lowercase(); //~ E0596
    }
    #[cfg(fixed)]
    {
        let mut lower: Vec<_> = visits.drain().collect();
        lower.iter_mut().for_each(|(path, _)| path.make_ascii_lowercase());
        visits.extend(lower);
    }
    println!("{:?}", visits.get("/moves"));
}
