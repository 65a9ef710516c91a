//! Patterns as promises: which one to choose for what has to hold, who keeps the promise, and where it ends.
//!
//! A publisher bills bookshops. Invoice numbers must leave no gaps, an invoice that was sent must not change, and a
//! reminder must not go out for one that was paid. Each of these can be a comment, a check, or something that cannot be
//! written otherwise. After this lesson you can say what the third costs, and when the second is the better choice:
//!
//! | pattern | promises | kept by | not kept |
//! |---|---|---|---|
//! | newtype with a check: [`Email`] | every value was checked | a private field | once `&mut` to the inside is given away |
//! | newtype as a unit: [`Cents`] | nothing is mistaken for it | the name alone, so its field is public | |
//! | typestate: [`Invoice`] | no call in the wrong state | a method that does not exist there | where a state is known only at run time: rows, lists |
//! | enum of states: [`Stored`] | no state is forgotten | exhaustive `match` | a wrong call compiles, and needs an answer |
//! | guard: [`Reserved`] | undone unless confirmed, by `return`, `?` and panic, too | `Drop` | if it is leaked, which is safe |
//! | scope: [`Numbers::with_next`] | the same | a guard that nobody else gets | what outlasts a call cannot be had |
//! | owned builder: [`InvoiceBuilder`] | one product, made of moved parts | `self` | steps must be bound again |
//! | `&mut` builder: [`Reminders`] | many products of one template | `&self` at the end | a product that owns the parts needs copies |
//! | closure as strategy: [`Reminders::fee`] | any rule, of anybody | `Box<dyn Fn>` | it cannot be compared, printed or saved |
//! | sealed trait: [`State`] | all impls are known | a supertrait in a private module | |
//! | extension trait: [`CheckedTotal`] | methods for types of others | a blanket impl | an inherent method of that name, which may come later, can take its place |
//! | visitor: [`Visit`] | passes share one way through a tree | default methods | a new kind of node is passed over in silence |
//! | `#[must_use]` | what is ignored is reported | a lint | `let _ = …` |
//!
//! # Two words that look alike
//! `let _ = numbers.reserve();` binds nothing: the guard is dropped at the end of this statement, and `#[must_use]` is
//! silent, as `_` says that it was on purpose. `let _kept = numbers.reserve();` keeps it to the end of the block.
//!
//! A `Result<(), Infallible>` is not reported either: it has no error to be ignored.
//!
//! # A typestate and an enum are no rivals
//! Code that is written as one story (make, send, wait for the money) knows its states, and the compiler can check it.
//! A row of a table has a state that nobody knows beforehand. [`Stored`] is an enum *of* typestates: matching finds the
//! state, and from then on only that state's methods are there. So there is one place that can be wrong, the `match` in
//! [`Stored::try_from`], and not one for each method.

pub mod builders;
pub mod email;
pub mod invoices;
pub mod lines;
pub mod numbers;

#[cfg(doc)]
use self::{builders::*, email::*, invoices::*, lines::*, numbers::*};
