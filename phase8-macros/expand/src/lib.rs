//! What the macros of the lessons make of tokens: the logic, in an ordinary library.
//!
//! Everything here is written on `proc_macro2`, whose token streams also exist outside of the compiler. So expansions
//! and errors are values that a unit test can look at. `phase8_proc_macros` has the macros themselves, and
//! `phase8_macros` the traits and functions that the expansions call.
//!
//! - [`procedural_macros`] is behind `#[derive(Entity)]`.
//! - [`attribute_macros`] is behind `#[retry(…)]` and `#[traced(…)]`.

pub mod procedural_macros;
pub mod attribute_macros;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// The library that expansions call.
///
/// `$crate` would be the crate of the macros, which has nothing to call. The path begins with `::`, so that no module of the user's can stand in its way;
/// a user who renames the dependency is out of luck. A macro for the world has an option for that, like serde's
/// `crate`.
fn runtime(lesson: &str, span: Span) -> TokenStream {
    let lesson = proc_macro2::Ident::new(lesson, span);
    quote_spanned!(span=> ::phase8_macros::#lesson)
}

/// All that is wrong with an input: whoever has made three mistakes wants to hear of three.
#[derive(Default)]
struct Faults(Option<syn::Error>);

impl Faults {
    fn add(&mut self, fault: syn::Error) {
        match &mut self.0 {
            None => self.0 = Some(fault),
            // Not a chain: both are errors of their own, each with its span.
            Some(first) => first.combine(fault),
        }
    }

    /// The value, or nothing if it is a fault, which is kept.
    fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|fault| self.add(fault)).ok()
    }

    fn finish(self) -> syn::Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}
