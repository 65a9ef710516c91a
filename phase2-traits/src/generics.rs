//! Put shapes and meanings into types: what generic parameters can carry, who chooses them, and when they are checked.
//!
//! After this lesson you can give a type a shape that the compiler checks, state conditions on numbers that the type
//! system cannot express, mark a type with something that it does not contain, and keep generic code from being
//! compiled a hundred times.
//!
//! A generic function is type-checked once, for all its parameters, with nothing but its bounds to rely on. It is
//! *compiled* anew for each set of types and constants that the program uses it with (*monomorphisation*). So there are
//! three moments at which a mistake can come to light, and the last one is late:
//!
//! | when | what is checked | refused, for instance |
//! |---|---|---|
//! | the generic code itself | the body, by its bounds | `C + D` as a length, see [`Grid::beside`] |
//! | a use of it | types, shapes, whether all parameters are known | a product that makes no sense (E0308) |
//! | code generation: `cargo build`, not `cargo check` | `const { … }` in a function, and that instantiation ends | a grid without cells (E0080) |
//!
//! An inline `const` is evaluated that late even if no parameter is in it. An item such as `const _: () = assert!(…)`
//! is evaluated by `cargo check`, too, but cannot mention the parameters.
//!
//! Instantiation does not end if a function calls itself with a larger type each time. One that takes a callback `F` by
//! value and hands `&mut f` on to itself needs a version for `F`, one for `&mut F`, one for `&mut &mut F`; with a
//! parameter of type `&mut dyn FnMut(…)`, it needs one.
//!
//! Not everything inside a generic function is compiled along with it:
//!
//! | inside `fn f<T>` | how many there are |
//! |---|---|
//! | `f` itself and each closure in it, whether it uses `T` or not | one for each `T` |
//! | `const { … }` | evaluated for each `T` |
//! | a nested `fn`, a `static` | one; so they cannot mention `T` (E0401) |
//!
//! The lesson settles a publisher's year. [`grid`] has tables of figures whose shape is part of their type, [`figure`]
//! an enum for what booksellers report, and [`sheet`] says what rows and columns stand for.

pub mod grid;
pub mod figure;
pub mod sheet;

pub use self::{figure::Figure, grid::Grid, sheet::Sheet};
