//! One table, and all the code that has to agree with it: macros by example, and what they do to tokens and names.
//!
//! A platform's routes are an enum, a parser of paths, a printer of links and a list for the documentation. Written by
//! hand, these are four tables, and nothing says when they differ. [`routes!`](crate::routes) writes all four from one.
//! After this lesson you can design such a macro, predict what a caller's names mean in it, and say why a matcher is
//! refused, or why a table that has grown to a few hundred lines is.
//!
//! A macro gets tokens, not values. What a matcher has once parsed stays what it was parsed as:
//!
//! | matched as | is from then on | a second macro can tell it apart by its tokens |
//! |---|---|---|
//! | `$e:expr`, `$t:ty`, `$p:pat`, … | one node, as if in parentheses that nobody sees | no, it is an opaque `expr`, `ty` or `pat` |
//! | `$l:literal` | the same, and a pattern where it stands in one | no: `0` in a rule does not match it |
//! | `$i:ident`, `$l:lifetime` | that token | yes |
//! | `$t:tt` | a token, or a whole group in brackets | yes |
//!
//! So `$a * $b` with `1 + 2` for `$a` is `(1 + 2) * $b`, and what is to be looked at again is handed on as `tt`. A route's
//! segments are: they become patterns in one place and expressions in another. A name that was matched as `expr` cannot:
//! it is an expression everywhere.
//!
//! Which item or variable a name of the expansion means depends on who wrote it, and on what it names:
//!
//! | a name that the macro wrote | is looked up | which means |
//! |---|---|---|
//! | a local variable, `self`, a label | where the macro is defined | callers neither see it nor collide with it |
//! | `$crate::…` | in the macro's crate | the way to name one's own helpers; they must be visible to the caller |
//! | everything else: items, fields, methods, macros | where the macro is called | `Vec` is whatever the caller calls so; write `::std::vec::Vec` |
//!
//! One collision is left, as a constant is an item. Where the caller has a constant or a static of the name, the macro's
//! `let tax = 7;` declares nothing: it is a pattern, and names that item. The custom of capitals is all that keeps them
//! apart.
//!
//! A matcher never goes back: after a fragment it must know from the next token alone how to go on. So only some tokens
//! may follow a fragment, those that no future syntax will make a part of it: `=>`, `,` or `;` after an `expr`. A
//! repetition of identifiers before another identifier cannot be decided at all. And a fragment that has begun, but
//! cannot be parsed, is an error; no other rule is tried. What an `expr` is depends on the edition of the crate that
//! *defines* the macro: since 2024, it is also `_` and `const { … }`. `expr_2021` keeps the old meaning.
//!
//! [`columns`] compares two ways to write a macro over a long table: to repeat, and to munch it item by item.

pub mod columns;

use std::{
    fmt::{self, Display},
    str::FromStr,
};

/// Makes an enum of routes, and all that a table of routes is needed for.
///
/// Each variant says which segments its paths have: a literal stands for itself, a field's name for any text that its
/// type's [`FromStr`](std::str::FromStr) takes. The enum gets `find` (a path to its route), `PATTERNS` (for people), and
/// [`Display`] (a route to its path).
///
/// `#[macro_export]` puts a macro at the root of its crate, wherever it stands. Within a crate, `pub(crate) use` is
/// enough, and gives it a path and a place like other items; see [`columns`].
///
/// # Example: variables of the macro and fields of the caller may have one name
/// ```
/// use phase8_macros::routes;
///
/// routes! {
///     /// The shop.
///     #[derive(Debug, PartialEq)]
///     pub enum Shop {
///         /// A format, on shelf `f`: so is a variable called in `fmt`, as the macro writes it.
///         Shelf {
///             /// Its number.
///             f: u8,
///         } => ["shelves", f],
///     }
/// }
///
/// assert_eq!(Shop::find("/shelves/7"), Some(Shop::Shelf { f: 7 }));
/// assert_eq!(Shop::Shelf { f: 7 }.to_string(), "/shelves/7");
/// assert_eq!(Shop::PATTERNS, ["/shelves/{f}"]);
/// ```
#[macro_export]
macro_rules! routes {
    // Rules for the macro's own calls. They come first, and begin with a token that no table begins with.
    (@pattern []) => { "/" };
    (@pattern [$($segment:tt),+]) => { ::core::concat!($($crate::routes!(@segment $segment)),+) };
    (@segment $text:literal) => { ::core::concat!("/", $text) };
    (@segment $field:ident) => { ::core::concat!("/{", ::core::stringify!($field), "}") };

    (
        $(#[$meta:meta])*
        $vis:vis enum $routes:ident {
            $(
                $(#[$route_meta:meta])*
                $route:ident $({ $($(#[$field_meta:meta])* $field:ident: $type:ty),+ $(,)? })?
                    => [$($segment:tt),* $(,)?]
            ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis enum $routes {
            $($(#[$route_meta])* $route $({ $($(#[$field_meta])* $field: $type),+ })?),+
        }

        impl $routes {
            /// The paths in the order of the table, with the names of fields in braces.
            $vis const PATTERNS: &'static [&'static ::core::primitive::str] =
                &[$($crate::routes!(@pattern [$($segment),*])),+];

            /// The first route of the table whose path this is, if there is one.
            $vis fn find(path: &::core::primitive::str) -> ::core::option::Option<Self> {
                let segments = $crate::declarative_macros::segments(path)?;
                match segments.as_slice() {
                    $(
                        // In a pattern, a literal is compared and a name is bound: the segments are what is needed. A
                        // field that does not parse leaves the path to the routes below.
                        [$($segment),*] $(
                            if $(let ::core::option::Option::Some($field) = $crate::declarative_macros::field::<$type>($field))&&+
                        )? => ::core::option::Option::Some(Self::$route $({ $($field),+ })?),
                    )+
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl ::core::fmt::Display for $routes {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    // The same segments as expressions: a text, or the field that the pattern before `=>` has bound.
                    $(Self::$route $({ $($field),+ })? => {
                        $crate::declarative_macros::write_path(f, &[$(&$segment),*])
                    })+
                }
            }
        }
    };
}

routes! {
    /// Where readers of the platform can go.
    ///
    /// Fields of type `String` take any segment, and no segment is empty or has a `/` in it. A text that is or has is
    /// printed all the same, and then not found again.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Page {
        /// The newest articles.
        Front => [],
        /// An article.
        Article {
            /// Counted from the first article of the platform.
            number: u32,
        } => ["articles", number],
        /// An article by the name that it had on the old platform.
        Moved {
            /// Not a number: those are [`Page::Article`]s, which stands above and is tried first.
            name: String,
        } => ["articles", name],
        /// All articles of a week.
        Issue {
            /// The year.
            year: u16,
            /// The week of the year.
            week: u8,
        } => ["issues", year, week],
        /// The articles with a tag, for readers of feeds.
        Feed {
            /// As authors write it.
            tag: String,
        } => ["tags", tag, "feed.xml"],
    }
}

/// The segments of a path: none for `/`, and `None` if it does not begin with a slash or one of them is empty.
///
/// What an exported macro calls must be public, as it is called from other crates. It is no part of the interface all the
/// same: hidden, and called by nobody else. Whatever needs no tokens of the caller belongs in such functions: they stand
/// there once, and are checked without a call of the macro.
#[doc(hidden)]
pub fn segments(path: &str) -> Option<Vec<&str>> {
    match path.strip_prefix('/')? {
        "" => Some(Vec::new()),
        path => path.split('/').map(|segment| (!segment.is_empty()).then_some(segment)).collect(),
    }
}

/// A segment as the field of a route.
#[doc(hidden)]
pub fn field<T: FromStr>(segment: &str) -> Option<T> {
    segment.parse().ok()
}

/// Writes a path of these segments. One function for all routes, so segments of different types come as `dyn`.
#[doc(hidden)]
pub fn write_path(f: &mut fmt::Formatter<'_>, segments: &[&dyn Display]) -> fmt::Result {
    if segments.is_empty() {
        return f.write_str("/");
    }
    segments.iter().try_for_each(|segment| write!(f, "/{segment}"))
}
