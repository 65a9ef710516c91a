//! Elements cannot change places while a loop lends them one after the other: the loop would find others there.
//!
//! Repair: positions that are mere numbers borrow nothing between two uses. (A slice of `Cell`s may be changed during
//! the loop, with `Cell::swap`.)

fn main() {
    let mut slots = ['N', 'N', 'S', 'S'];
    #[cfg(not(fixed))]
    for (place, pair) in slots.array_windows().enumerate() {
        let [left, right, after] = pair;
        if left == right && right != after {
            slots.swap(place + 1, place + 2); //~ E0502
        }
    }
    #[cfg(fixed)]
    for place in 0..slots.len() - 2 {
        let [left, right, after] = slots[place..][..3] else { unreachable!("three slots are left") };
        if left == right && right != after {
            slots.swap(place + 1, place + 2);
        }
    }
    println!("{slots:?}");
}
