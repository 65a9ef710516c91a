//! In a set, all of an element decides on its place, so sets have no `iter_mut` at all.
//!
//! Repair: keep what changes apart from what identifies, in the value of a map.

#[cfg(fixed)]
use std::collections::HashMap;
#[cfg(not(fixed))]
use std::collections::HashSet;

#[cfg(not(fixed))]
#[derive(PartialEq, Eq, Hash)]
struct Reader {
    name: &'static str,
    visits: u32,
}

fn main() {
    #[cfg(not(fixed))]
    {
        let mut readers = HashSet::from([Reader { name: "Ada", visits: 3 }]);
        for reader in readers.iter_mut() {
            //~^ E0599
            reader.visits += 1;
            println!("{} came {} times", reader.name, reader.visits);
        }
    }
    #[cfg(fixed)]
    {
        let mut readers = HashMap::from([("Ada", 3)]);
        for (name, visits) in readers.iter_mut() {
            *visits += 1;
            println!("{name} came {visits} times");
        }
    }
}
