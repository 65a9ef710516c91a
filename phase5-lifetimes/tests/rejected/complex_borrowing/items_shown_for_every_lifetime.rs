//! A bound on the items of a lending iterator, for every lifetime. `'static` is one of them.
//!
//! `Item<'static>` exists only if the iterator itself borrows nothing, so this one may not borrow the local `pages`.
//! Repair: where the bound is known to the trait, it stands at the associated type.

use std::fmt::Debug;

trait Lending {
    #[cfg(not(fixed))]
    type Item<'n>
    where
        Self: 'n;
    #[cfg(fixed)]
    type Item<'n>: Debug
    where
        Self: 'n;

    fn next(&mut self) -> Option<Self::Item<'_>>;
}

struct Rest<'t>(&'t mut [u32]);

impl Lending for Rest<'_> {
    type Item<'n>
        = &'n mut [u32]
    where
        Self: 'n;

    fn next(&mut self) -> Option<&mut [u32]> {
        self.0.split_off_first_mut()?;
        Some(self.0)
    }
}

#[cfg(not(fixed))]
fn show<L: Lending>(mut items: L)
where
    for<'n> L::Item<'n>: Debug,
{
    while let Some(item) = items.next() {
        println!("{item:?}");
    }
}

#[cfg(fixed)]
fn show<L: Lending>(mut items: L) {
    while let Some(item) = items.next() {
        println!("{item:?}");
    }
}

fn main() {
    let mut pages = [1, 2, 3];
    show(Rest(&mut pages)); //~ E0597
}
