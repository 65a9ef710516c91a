//! `FnMut(L::Item<'_>)` is a bound for every lifetime, too, and so it asks for an iterator that borrows nothing.
//!
//! The trait cannot help, because it does not know the closure. Repair: the family of items is a supertrait with a
//! parameter `&'n Self`, so that "every lifetime" means every one for which this type exists.

#[cfg(not(fixed))]
trait Lending {
    type Item<'n>
    where
        Self: 'n;

    fn next(&mut self) -> Option<Self::Item<'_>>;
}

#[cfg(fixed)]
trait Lend<'n, Implied = &'n Self> {
    type Item;
}

#[cfg(fixed)]
trait Lending: for<'n> Lend<'n> {
    fn next(&mut self) -> Option<<Self as Lend<'_>>::Item>;
}

struct Rest<'t>(&'t mut [u32]);

#[cfg(fixed)]
impl<'n> Lend<'n> for Rest<'_> {
    type Item = &'n mut [u32];
}

impl Lending for Rest<'_> {
    #[cfg(not(fixed))]
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
fn each<L: Lending>(mut items: L, mut visit: impl FnMut(L::Item<'_>)) {
    while let Some(item) = items.next() {
        visit(item);
    }
}

#[cfg(fixed)]
fn each<L: Lending>(mut items: L, mut visit: impl FnMut(<L as Lend<'_>>::Item)) {
    while let Some(item) = items.next() {
        visit(item);
    }
}

fn main() {
    let mut pages = [1, 2, 3];
    each(Rest(&mut pages), |rest| println!("{}", rest.len())); //~ E0597
}
