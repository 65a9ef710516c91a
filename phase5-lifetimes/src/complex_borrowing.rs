//! Where a borrow or a lock lasts longer than it seems to, or not as long as it should, and what to do then.
//!
//! The rules of borrowing are few; what makes a borrow hard is a construct between it and its use: a test, a loop, a
//! generic bound, a call, or the end of an expression. Four small modules take these one by one:
//!
//! | between the borrow and its use is | what surprises | in |
//! |---|---|---|
//! | a test: "return it if it is there, or else …" | what was not found is still borrowed (E0499) | [`shelf`] |
//! | a generic bound for *every* lifetime | it asks for `'static` (E0597) | [`lending`] |
//! | a call | a struct of `&mut`s moves where a `&mut` would be reborrowed (E0382); nothing ties a closure's result to its argument | [`calls`] |
//! | the end of an expression | a guard that nobody named is alive, or gone | [`locks`] |
//!
//! All of it is checked when the program is compiled, except for guards of what is shared. There, the same mistake
//! compiles; then a `RefCell` panics, and with a lock, threads wait for each other, or one for ever.

pub mod shelf;
pub mod lending;
pub mod calls;
pub mod locks;
