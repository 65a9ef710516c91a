//! The macros, as the compiler calls them: plain conversions around `phase8_expand`.
//!
//! A crate with `proc-macro = true` is compiled for the machine that compiles, is loaded by the compiler, and may
//! export nothing but macros. So its users need a second crate for the traits that the expansions name, and its author
//! wants a third one for the logic. This is what remains of the first.

use proc_macro::TokenStream;

/// Implements `phase8_macros::procedural_macros::Entity`; the lesson of that name has its options.
///
/// `attributes(entity)` makes `#[entity(…)]` an inert attribute *inside of the item* that derives: known to the
/// compiler, ignored by it, and left where it is.
#[proc_macro_derive(Entity, attributes(entity))]
pub fn entity(input: TokenStream) -> TokenStream {
    phase8_expand::procedural_macros::entity(input.into()).into()
}

/// Calls the body of a function again if it failed: `#[retry(times = 3)]`, `#[retry(times = 3, between = pause)]`.
///
/// `between` is called with the number of the attempt that failed. In an `async fn` it is an async closure.
#[proc_macro_attribute]
pub fn retry(arguments: TokenStream, item: TokenStream) -> TokenStream {
    phase8_expand::attribute_macros::retry(arguments.into(), item.into()).into()
}

/// Writes down when a call begins and when it is over: `#[traced(journal)]`, with anything that may stand in
/// `let journal: &Journal = …;`.
#[proc_macro_attribute]
pub fn traced(arguments: TokenStream, item: TokenStream) -> TokenStream {
    phase8_expand::attribute_macros::traced(arguments.into(), item.into()).into()
}
