//! A `Vec` cannot grow while a part of it is borrowed: growing may move the part to another place in memory.
//!
//! Repair: a range borrows nothing, and `extend_from_within` looks the part up when there is room for it.

fn main() {
    let mut plates = vec!["front", "back"];
    #[cfg(not(fixed))]
    plates.extend_from_slice(&plates[..1]); //~ E0502
    #[cfg(fixed)]
    plates.extend_from_within(..1);
    println!("{plates:?}");
}
