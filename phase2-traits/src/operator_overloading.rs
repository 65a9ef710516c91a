//! Operators as promises of a type: what may meet, what comes out, and what happens at the edge.
//!
//! An operator is a call that nobody reads as one. After this lesson you can give a type the operators that its readers
//! expect, for values and for borrows; let the compiler refuse sums that make no sense; and decide what happens on
//! overflow once, in a type, instead of at each `+`. The lesson settles royalties in several currencies.
//!
//! | written | called | worth knowing |
//! |---|---|---|
//! | `a + b` | `Add::add(a, b)` | moves both, unless they are `Copy`; `Output` may be any type |
//! | `a += b` | `AddAssign::add_assign(&mut a, b)` | a trait of its own, which `Add` does not give |
//! | `a < b` | `PartialOrd::lt(&a, &b)` | borrows both |
//! | `a[i]` | `*a.index(i)` or `*a.index_mut(i)` | a place, not a value; how it is used decides which |
//! | `items.sum::<S>()` | `S::sum(items)` | the type of the result chooses the `impl` |
//!
//! To find an `impl`, no binary operator dereferences its operands (E0369). `text + &title` is no exception: `String`
//! has a single `Add`, so the right side can only be a `&str`, and is coerced to it as an argument would be. An index
//! does dereference, step by step, but only up to the first type with an `Index` of its own.
//!
//! A plain `+` on integers panics where overflow checks are on, as in the default `dev` profile, and wraps where they
//! are off, as in `release`. A type can say which one it means, in every profile:
//!
//! | what is counted | on overflow | how |
//! |---|---|---|
//! | [`Money`] that is owed | stop: better no figure than a wrong one | `strict_add` behind `+`, in every build |
//! | money from a file | tell the caller | a sum into `Option<Money<_>>` |
//! | views on a badge ([`badge`]) | stay at the limit | [`Saturating`] |
//! | a checksum ([`Statement::checksum`]) | go round | [`Wrapping`](std::num::Wrapping) |

mod money;
mod statement;

use std::num::Saturating;

pub use money::{Currency, Eur, Money, Rate, Share, Usd};
pub use statement::{Growth, Statement, TitleId, ranking};

/// What the badge of an article says: more views than it has room for are shown as the most that it can show.
///
/// The result does not depend on the order of the views, because none of them is negative. A saturating sum of signed
/// numbers would depend on it, and in Rust 1.95 only the unsigned `Saturating` has a [`Sum`](std::iter::Sum).
pub fn badge(views: impl IntoIterator<Item = u16>) -> u16 {
    views.into_iter().map(Saturating).sum::<Saturating<_>>().0
}
