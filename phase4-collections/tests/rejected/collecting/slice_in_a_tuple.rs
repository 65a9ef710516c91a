//! A tuple of collections is filled item by item, which takes `Default` and `Extend`. A boxed slice cannot grow.
//!
//! `collect::<Box<[_]>>()` works, because there the whole stream is known before the slice is made. Repair: fill growing
//! collections, then convert them.

fn main() {
    let sales = [("Emma", 1200_u64), ("Persuasion", 900)];
    #[cfg(not(fixed))]
    let (titles, cents): (Box<[_]>, Vec<_>) = sales.into_iter().collect(); //~ E0277
    #[cfg(fixed)]
    let (titles, cents): (Vec<_>, Vec<_>) = sales.into_iter().collect();
    #[cfg(fixed)]
    let titles = titles.into_boxed_slice();
    println!("{titles:?} {cents:?}");
}
