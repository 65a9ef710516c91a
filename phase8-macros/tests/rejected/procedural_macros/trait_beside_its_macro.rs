//! A crate of procedural macros exports macros and nothing else, so the trait of a derive lives in another one.
//!
//! The compiler loads this crate as a plugin; no program is ever linked with it. Repair: the trait goes to the library
//! that users know, and that library exports the macro again.

#![crate_type = "proc-macro"]

extern crate proc_macro;

use proc_macro::TokenStream;

#[cfg(not(fixed))]
pub trait Entity {} //~ "cannot export any items other than functions tagged with"

#[proc_macro_derive(Entity)]
pub fn entity(_item: TokenStream) -> TokenStream {
    TokenStream::new()
}
