//! Windows overlap, so they are lent shared, and there is no `windows_mut`: two of them could change the same number.
//!
//! Repair: numbers in `Cell`s can be changed through a shared reference, because nobody can refer to their inside.

use std::cell::Cell;

fn main() {
    let mut readers = [40, 120, 90];
    #[cfg(not(fixed))]
    for pair in readers.windows(2) {
        pair[1] += pair[0] / 2; //~ E0594
    }
    #[cfg(fixed)]
    for pair in Cell::from_mut(&mut readers[..]).as_slice_of_cells().windows(2) {
        pair[1].update(|next| next + pair[0].get() / 2);
    }
    println!("{readers:?}");
}
