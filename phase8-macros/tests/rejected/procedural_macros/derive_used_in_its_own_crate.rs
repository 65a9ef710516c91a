//! A macro cannot be used in the crate that makes it: to compile the use, it would have to be compiled already.
//!
//! So tests of a procedural macro live in another package, or call the functions behind it, on `proc_macro2`, as here
//! in the repair.

#![crate_type = "proc-macro"]

extern crate proc_macro;

use proc_macro::TokenStream;

#[proc_macro_derive(Tagged)]
pub fn tagged(_item: TokenStream) -> TokenStream {
    TokenStream::new()
}

#[cfg_attr(not(fixed), derive(Tagged))] //~ "can't use a procedural macro from the same crate that defines it"
pub(crate) struct Article;

const _: Article = Article;
