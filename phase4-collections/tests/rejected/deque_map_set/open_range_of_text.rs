//! `"/rust/"..` is a `RangeFrom<&str>`. A map of strings is searched by `str`, and a range of `str` needs a size.
//!
//! `RangeFrom<&T>` has bounds of `T` only if `T` is sized. Repair: a pair of `Bound`s, which has no such limit.

use std::{collections::BTreeSet, ops::Bound};

fn main() {
    let paths = BTreeSet::from(["/go".to_owned(), "/rust/maps".to_owned()]);
    #[cfg(not(fixed))]
    let from_here = paths.range::<str, _>("/rust/"..); //~ E0277
    #[cfg(fixed)]
    let from_here = paths.range::<str, _>((Bound::Included("/rust/"), Bound::Unbounded));
    println!("{}", from_here.count());
}
