//! Iterators that lend: each item borrows from the iterator and must be gone before the next.
//!
//! `Iterator` cannot say this, because its `Item` is one type for all calls. An associated type with a lifetime of its
//! own, a GAT, is a family of types, one for each call ([`Lending`]). It works as long as nobody says anything about
//! the items. Today, a bound such as `for<'n> L::Item<'n>: Debug` or `FnMut(L::Item<'_>)` means *every* lifetime,
//! `'static` included; `Item<'static>` exists only where `Self: 'static`; so the bound asks for an iterator that borrows
//! nothing, and a caller's local variable "does not live long enough" (E0597). There are two ways out:
//!
//! - a bound that is known beforehand stands at the GAT itself, `type Item<'n>: Debug where Self: 'n`, where only the
//!   lifetimes are meant for which an item exists;
//! - for bounds that callers choose, closures above all, the family is made of a supertrait ([`Lend`]). Its second
//!   parameter, which nobody ever writes, is a `&'n Self`. That type exists only for lifetimes that `Self` lives
//!   through, so `for<'n> Lend<'n>` can only mean these.

use std::fmt::Debug;

/// Lends one item after the other. The family of items is a GAT.
pub trait Lending {
    /// What is lent. `Self: 'n`, because the item may borrow from anything in `self`.
    type Item<'n>: Debug
    where
        Self: 'n;

    /// The next item, lent until the one after it is asked for.
    fn next(&mut self) -> Option<Self::Item<'_>>;

    /// All items in a list, as `{:?}` shows them.
    ///
    /// The text can be kept, an item could not. That items can be shown is said in the trait; `where for<'n>
    /// Self::Item<'n>: Debug` at this method would make it one of `'static` iterators only.
    fn transcript(mut self) -> Vec<String>
    where
        Self: Sized,
    {
        let mut shown = Vec::new();
        while let Some(item) = self.next() {
            shown.push(format!("{item:?}"));
        }
        shown
    }
}

/// The item of a [`LendEach`] that lives for `'n`. `Implied` is there to be `&'n Self`.
pub trait Lend<'n, Implied = &'n Self> {
    /// What is lent.
    type Item;
}

/// Lends one item after the other, also to closures. The family of items is the supertrait.
pub trait LendEach: for<'n> Lend<'n> {
    /// The next item, lent until the one after it is asked for.
    fn lend(&mut self) -> Option<<Self as Lend<'_>>::Item>;

    /// Calls `visit` with each item.
    fn for_each(mut self, mut visit: impl FnMut(<Self as Lend<'_>>::Item))
    where
        Self: Sized,
    {
        while let Some(item) = self.lend() {
            visit(item);
        }
    }
}

/// Each two neighbours of a slice, to be changed: the second of one pair is the first of the next.
///
/// [`windows`](slice::windows) has no `windows_mut` beside it, because two windows that share an element cannot both be
/// exclusive. Lent one at a time, they can.
///
/// # Example: a chapter begins on the page after the one before it ends
/// ```
/// use phase5_lifetimes::complex_borrowing::lending::{LendEach, PairsMut};
///
/// struct Chapter { first: u32, pages: u32 }
///
/// let mut book = [8, 12, 9].map(|pages| Chapter { first: 1, pages });
/// PairsMut::new(&mut book).for_each(|[before, chapter]| chapter.first = before.first + before.pages);
/// assert_eq!(book.map(|chapter| chapter.first), [1, 9, 21]);
/// ```
#[derive(Debug)]
pub struct PairsMut<'t, T> {
    slice: &'t mut [T],
    next: usize,
}

impl<'t, T> PairsMut<'t, T> {
    /// The pairs of `slice`; none if it has less than two elements.
    pub fn new(slice: &'t mut [T]) -> Self {
        Self { slice, next: 0 }
    }

    fn advance(&mut self) -> Option<&mut [T; 2]> {
        let pair = self.slice.get_mut(self.next..)?.first_chunk_mut()?;
        self.next += 1;
        Some(pair)
    }
}

impl<T: Debug> Lending for PairsMut<'_, T> {
    type Item<'n>
        = &'n mut [T; 2]
    where
        Self: 'n;

    fn next(&mut self) -> Option<&mut [T; 2]> {
        self.advance()
    }
}

impl<'n, T> Lend<'n> for PairsMut<'_, T> {
    type Item = &'n mut [T; 2];
}

impl<T> LendEach for PairsMut<'_, T> {
    fn lend(&mut self) -> Option<&mut [T; 2]> {
        self.advance()
    }
}
