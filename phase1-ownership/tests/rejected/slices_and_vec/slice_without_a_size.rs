//! A slice itself has no size that the compiler knows, so it can only be held behind a pointer.
//!
//! Repair: an array has a size. `first_chunk` makes one of a slice that is long enough.

fn main() {
    let pages = vec![1, 2, 3, 4, 5];
    #[cfg(not(fixed))]
    let sheet = pages[..4]; //~ E0277
    #[cfg(fixed)]
    let sheet: [u32; 4] = *pages.first_chunk().expect("there are five pages");
    println!("{}", sheet.len());
}
