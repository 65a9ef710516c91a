//! `entry` takes the key, because it may have to keep it, and also takes it where an equal key is there already.
//!
//! Repair: the entry lends the key that it was given. (`into_key` of a vacant entry gives it back.)

use std::collections::{HashMap, hash_map::Entry};

fn main() {
    let mut visits = HashMap::from([("/moves".to_owned(), 1)]);
    for path in ["/moves".to_owned(), "/maps".to_owned()] {
        #[cfg(not(fixed))]
        match visits.entry(path) {
            Entry::Occupied(mut seen) => *seen.get_mut() += 1,
            Entry::Vacant(unseen) => {
                println!("the first visit to {path}"); //~ E0382
                unseen.insert(1);
            }
        }
        #[cfg(fixed)]
        match visits.entry(path) {
            Entry::Occupied(mut seen) => *seen.get_mut() += 1,
            Entry::Vacant(unseen) => {
                println!("the first visit to {}", unseen.key());
                unseen.insert(1);
            }
        }
    }
}
