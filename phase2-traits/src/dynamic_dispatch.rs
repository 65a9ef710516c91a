//! Choose the implementation at run time: what a `dyn Trait` can do, what it has forgotten, and how to get it back.
//!
//! After this lesson you can design a trait that works behind `dyn`, give its users the methods that a vtable cannot
//! hold, find one concrete plugin in a list of them, let trait objects borrow, and put an `async` trait behind `dyn`.
//! You can also tell when an enum is the better list.
//!
//! A vtable belongs to a pair of a type and a trait, and the *pointer* carries it, not the value: `&dyn Channel` is two
//! words wide, and the value behind it is no larger for it. So one value can be seen through several vtables at once,
//! and a type from another crate gets one for a trait of yours as soon as you implement it. In a vtable are the
//! methods, the size and the alignment of the value, and how to drop it. Everything else about the type is forgotten.
//! Where that matters, there are alternatives:
//!
//! | | generic, `C: Channel` | `dyn Channel` | an enum |
//! |---|---|---|---|
//! | who adds a kind | any crate | any crate | this crate, and each `match` without a wildcard must follow |
//! | a list holds | one kind | any mixture | any mixture |
//! | an element is as large as | its kind | a pointer and a vtable pointer; the value is elsewhere | at least its largest kind |
//! | methods | all | what fits in a vtable ([`channels`]) | all |
//! | back to the kind | never lost | downcast, for `'static` types | `match` |
//! | `Clone`, `==` | bounds | to be written by hand | derive ([`rules`]) |
//!
//! The lesson runs the desk of a publishing platform. Articles are checked against the rules of the house ([`rules`]:
//! trait objects that borrow, and the enum that could replace them), go out on channels that plugins bring along
//! ([`channels`]: dyn compatibility, upcasting and downcasting), and are kept in archives far away ([`archives`]:
//! `async` behind `dyn`).

pub mod archives;
pub mod channels;
pub mod rules;

/// What the desk works on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Unique on the platform.
    pub title: String,
    /// What readers can follow.
    pub tags: Vec<String>,
    /// Without the title.
    pub text: String,
}
