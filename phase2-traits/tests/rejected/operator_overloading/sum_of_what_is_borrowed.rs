//! `sum` asks the result type for a `Sum` of exactly what the iterator yields; `&Royalty` is not `Royalty`.
//!
//! The numbers of the standard library have both forms. Repair: give both to your own type. (Where it is `Copy`,
//! callers could also write `.copied().sum()`.)

use std::iter::Sum;

#[derive(Debug, Clone, Copy)]
struct Royalty(u64);

impl Sum for Royalty {
    fn sum<I: Iterator<Item = Self>>(royalties: I) -> Self {
        Self(royalties.map(|royalty| royalty.0).fold(0, u64::strict_add))
    }
}

#[cfg(fixed)]
impl<'a> Sum<&'a Self> for Royalty {
    fn sum<I: Iterator<Item = &'a Self>>(royalties: I) -> Self {
        royalties.copied().sum()
    }
}

fn main() {
    let royalties = [Royalty(120), Royalty(80)];
    let total: Royalty = royalties.iter().sum(); //~ E0277
    println!("{total:?}, of {royalties:?}");
}
