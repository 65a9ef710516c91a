//! Two macros for one table, where each line depends on the one before: by repetition, and by munching.
//!
//! Printers send their orders in lines of fixed columns. A table gives the widths, and each column begins where the last
//! one ends. A repetition treats its items alike and has no variable to carry from one to the next. A *muncher* has: it
//! takes the first item, and calls itself with what it has learnt and the rest.
//!
//! | | repetition | muncher |
//! |---|---|---|
//! | items of different forms | if each is one `tt`, for a second rule to look at | yes |
//! | what follows from the items before | computed by a `const fn`, from an array | handed from call to call |
//! | depth of calls | 1, whatever the length | the length and one more: 128 items exceed the default `recursion_limit` |
//! | tokens matched | those of the table | for *n* items of one token each, *n* + (*n* − 1) + … + 1 |
//!
//! The last line is why builds get slow: twice the table is four times the work. A muncher that hands on an expression
//! which grows, such as `$start + $width`, pays once more, as all of it is written into every item. [`munched`] hands on
//! a name. `cargo bench -p phase8-macros --bench declarative_macros` compiles tables of several lengths both ways.
//!
//! So one munches where no repetition will do, and hands the arithmetic to a function: [`starts`] knows neither names nor
//! tokens, and an ordinary test can call it.

columns! {
    /// An order for copies of a book.
    #[derive(Debug, PartialEq, Eq)]
    pub struct Order {
        /// Of the book, without hyphens.
        isbn: 13,
        /// How many.
        copies: 6,
        /// The price of all of them.
        cents: 8,
    }
}

/// Where columns of these widths begin.
pub const fn starts<const N: usize>(widths: [usize; N]) -> [usize; N] {
    let mut starts = [0; N];
    let mut column = 1;
    // A `for` loop calls a method of a trait, which a `const fn` cannot do yet.
    while column < N {
        starts[column] = starts[column - 1] + widths[column - 1];
        column += 1;
    }
    starts
}

/// Makes a struct of ranges, and its one value, from a table of widths.
///
/// The pattern `[$($name),+]` gives each number of the array the name of its column: a repetition may stand wherever a
/// list may.
macro_rules! columns {
    (
        $(#[$meta:meta])*
        $vis:vis struct $line:ident { $($(#[$column_meta:meta])* $name:ident: $width:literal),+ $(,)? }
    ) => {
        $(#[$meta])*
        $vis struct $line { $($(#[$column_meta])* $vis $name: ::core::ops::Range<usize>),+ }

        impl $line {
            /// The columns.
            $vis const COLUMNS: Self = {
                let [$($name),+] = $crate::declarative_macros::columns::starts([$($width),+]);
                Self { $($name: $name..$name + $width),+ }
            };

            /// The length of a line.
            $vis const WIDTH: usize = 0 $(+ $width)+;
        }
    };
}
// Gives the macro a path: the whole crate may use it, also above its definition, as for `Order`. Without this line it
// would be known from its definition to the end of this module, and nowhere else.
pub(crate) use columns;

/// Makes a constant for each column. The same table, but three columns take four calls.
macro_rules! munched_columns {
    (@after $last:ident) => {};
    (@after $last:ident $(#[$meta:meta])* $name:ident: $width:literal, $($rest:tt)*) => {
        $(#[$meta])*
        pub const $name: ::core::ops::Range<usize> = $last.end..$last.end + $width;
        munched_columns!(@after $name $($rest)*);
    };
    ($(#[$meta:meta])* $name:ident: $width:literal, $($rest:tt)*) => {
        $(#[$meta])*
        pub const $name: ::core::ops::Range<usize> = 0..$width;
        munched_columns!(@after $name $($rest)*);
    };
}

/// The columns of an [`Order`], munched.
pub mod munched {
    munched_columns! {
        /// Of the book, without hyphens.
        ISBN: 13,
        /// How many.
        COPIES: 6,
        /// The price of all of them.
        CENTS: 8,
    }
}
