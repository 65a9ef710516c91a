//! Slugs that are written in a program.

use std::borrow::Cow;

use super::{Slug, is_slug};

/// A [`Slug`](crate::modules_and_visibility::Slug) from a literal, checked by the compiler; it borrows the literal.
///
/// `#[macro_export]` puts a macro at the root of its crate, wherever it was written, and under a name that need not be
/// pretty: callers take the one that is re-exported here, at a path like any other.
///
/// # Example: a literal that is no slug does not compile
/// ```
/// use phase7_modules::modules_and_visibility::slug;
///
/// assert_eq!(slug!("moving-day").as_str(), "moving-day");
/// ```
/// ```compile_fail
/// use phase7_modules::modules_and_visibility::slug;
///
/// slug!("Moving Day");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __slug {
    ($text:literal) => {
        const { $crate::modules_and_visibility::Slug::__from_literal($text) }
    };
}

pub use crate::__slug as slug;

impl Slug {
    /// What `slug!` expands to. `$crate` finds it from anywhere, but grants no access: to the compiler, it is the
    /// caller who names it. So it must be `pub` (E0603 or E0624 otherwise); that it is no part of the interface can
    /// only be said.
    ///
    /// # Panics
    /// If the text is no slug; in a constant, that is an error of the compiler.
    #[doc(hidden)]
    pub const fn __from_literal(text: &'static str) -> Self {
        assert!(is_slug(text), "a slug has words of a-z and 0-9, with single hyphens between them");
        Self(Cow::Borrowed(text))
    }
}
