//! # Formerly known as
//!
//! A library renames a function, and callers of the old name should go on compiling, with a warning. Write the
//! attribute that does it, as a function from tokens to tokens. Of
//!
//! ```text
//! #[formerly(load)]
//! /// The feed at this address.
//! #[inline]
//! pub async fn fetch<'a>(&self, url: &'a str, (from, to): (u32, u32)) -> Option<&'a str> { … }
//! ```
//!
//! it makes the function as it stands there, and behind it
//!
//! ```text
//! #[deprecated(note = "renamed to `fetch`")]
//! pub async fn load<'a>(&self, arg0: &'a str, arg1: (u32, u32)) -> Option<&'a str> {
//!     Self::fetch(self, arg0, arg1).await
//! }
//! ```
//!
//! - The old function has the signature of the new one, except that each parameter but `self` has a name: `arg0`,
//!   `arg1`, … A pattern such as `(from, to)` or `mut url` cannot be passed on, and a parameter may be called like the
//!   function.
//! - It calls `Self::fetch(self, …)` if there is a `self`, and `fetch(…)` if there is none.
//! - It waits if the function is async. If the function is unsafe, all of the body is an `unsafe` block.
//! - It has no attributes but `deprecated`.
//! - A mistake leaves the item as it was, followed by the error: the arguments are not one name, they are the name that
//!   the function has today (marked there, "it is called so today"), the item is no function.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{Error, FnArg, Ident, ItemFn, Result, Safety, Signature};

/// Names the parameters, and returns what is to be passed on, `self` included.
pub fn name_parameters(signature: &mut Signature) -> Vec<Ident> {
    // solution:begin
    // hint: `signature.inputs.iter_mut()` has them all; a `FnArg::Receiver` stays what it is.
    // hint: `self` must be the `self` of the function: take the span of the receiver's own token.
    // hint: A new pattern from a name: `*parameter.pat = syn::parse_quote!(#name)`.
    // require: mixed_site because these names are locals of the macro
    let mut names = Vec::new();
    let mut number = 0;
    for input in &mut signature.inputs {
        match input {
            FnArg::Receiver(receiver) => names.push(Ident::new("self", receiver.self_token.span)),
            FnArg::Typed(parameter) => {
                let name = format_ident!("arg{number}", span = Span::mixed_site());
                number += 1;
                *parameter.pat = syn::parse_quote!(#name);
                names.push(name);
            }
        }
    }
    names
    // solution:end
}

/// The function under its old name.
pub fn alias(function: &ItemFn, old: Ident) -> TokenStream {
    // solution:begin
    // hint: Clone the signature, change the name and the parameters, and keep everything else as it is.
    // hint: `signature.receiver()` says whether there is a `self`, `signature.asyncness` whether the call is to be awaited.
    // hint: `quote!` takes an `Option`, and writes nothing for `None`.
    // hint: `#visibility #signature { #call }` is a function again: a signature prints itself, from `async` to the return type.
    let new = &function.sig.ident;
    let mut signature = function.sig.clone();
    let arguments = name_parameters(&mut signature);
    signature.ident = old;
    let path = if signature.receiver().is_some() { quote!(Self::) } else { TokenStream::new() };
    let awaited = signature.asyncness.is_some().then(|| quote!(.await));
    let mut call = quote!(#path #new(#(#arguments),*) #awaited);
    if let Safety::Unsafe(_) = signature.safety {
        call = quote!(unsafe { #call });
    }
    let visibility = &function.vis;
    let note = format!("renamed to `{new}`");
    quote! {
        #[deprecated(note = #note)]
        #visibility #signature { #call }
    }
    // solution:end
}

/// The item, and the function under its old name or an error.
pub fn formerly(arguments: TokenStream, item: TokenStream) -> TokenStream {
    // solution:begin
    // hint: Do what can fail in a function or a closure that returns a `Result`, and put the item before either outcome.
    // hint: `syn::parse2::<Ident>(arguments)` and `syn::parse2::<ItemFn>(item.clone())` refuse what they should.
    // hint: `Error::into_compile_error` makes tokens of an error.
    // ban: panic! because a macro that panics takes the item with it
    // ban: .unwrap() because a macro that panics takes the item with it
    let added = (|| -> Result<TokenStream> {
        let old: Ident = syn::parse2(arguments)?;
        let function: ItemFn = syn::parse2(item.clone())?;
        if old == function.sig.ident {
            return Err(Error::new(old.span(), "it is called so today"));
        }
        Ok(alias(&function, old))
    })();
    let added = added.unwrap_or_else(Error::into_compile_error);
    quote!(#item #added)
    // solution:end
}

fn tokens(source: &str) -> TokenStream {
    source.parse().expect("the source is a sequence of tokens")
}

/// The tokens without commas before a closing bracket, and with one space between any two.
fn normal(tokens: TokenStream) -> String {
    let mut tokens: Vec<_> = tokens.into_iter().collect();
    let _ = tokens.pop_if(|last| matches!(last, TokenTree::Punct(last) if last.as_char() == ','));
    let texts = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let (open, close) = match group.delimiter() {
                Delimiter::Parenthesis => ("(", ")"),
                Delimiter::Brace => ("{", "}"),
                Delimiter::Bracket => ("[", "]"),
                Delimiter::None => ("", ""),
            };
            format!("{open} {} {close}", normal(group.stream()))
        }
        other => other.to_string(),
    });
    texts.collect::<Vec<_>>().join(" ")
}

/// Everything behind the item, which must be there as it was.
#[track_caller]
fn added(arguments: &str, item: &str) -> TokenStream {
    let item = tokens(item);
    let kept = item.clone().into_iter().count();
    let expansion = formerly(tokens(arguments), item.clone());
    let (before, after): (Vec<_>, Vec<_>) =
        expansion.into_iter().enumerate().partition(|(index, _)| *index < kept);
    let before: TokenStream = before.into_iter().map(|(_, token)| token).collect();
    assert_eq!(before.to_string(), item.to_string(), "the item is not what it was");
    after.into_iter().map(|(_, token)| token).collect()
}

#[track_caller]
fn adds(item: &str, expected: &str) {
    assert_eq!(normal(added("old", item)), normal(tokens(expected)));
}

/// The one error behind the item.
#[track_caller]
fn refused(arguments: &str, item: &str) -> String {
    let added = added(arguments, item).to_string();
    assert_eq!(added.matches("compile_error").count(), 1, "{added}");
    added
}

#[test]
fn a_plain_function_is_called_by_its_name() {
    adds(
        "pub(crate) fn fetch(url: &str, limit: u32) -> u32 { limit }",
        "#[deprecated(note = \"renamed to `fetch`\")]
         pub(crate) fn old(arg0: &str, arg1: u32) -> u32 { fetch(arg0, arg1) }",
    );
    adds("fn fetch() {}", "#[deprecated(note = \"renamed to `fetch`\")] fn old() { fetch() }");
}

#[test]
fn patterns_become_names() {
    adds(
        "fn fetch((from, to): (u32, u32), mut limit: u32, _: u8, [a, ..]: [u8; 3]) {}",
        "#[deprecated(note = \"renamed to `fetch`\")]
         fn old(arg0: (u32, u32), arg1: u32, arg2: u8, arg3: [u8; 3]) { fetch(arg0, arg1, arg2, arg3) }",
    );
}

#[test]
fn a_parameter_may_have_the_name_of_the_function() {
    adds(
        "fn fetch(fetch: u32) -> u32 { fetch }",
        "#[deprecated(note = \"renamed to `fetch`\")] fn old(arg0: u32) -> u32 { fetch(arg0) }",
    );
}

#[test]
fn a_method_passes_its_receiver_on() {
    for receiver in ["self", "&self", "&mut self", "&'a mut self", "self: Box<Self>"] {
        adds(
            &format!("pub fn fetch({receiver}, url: &str) -> u32 {{ 5 }}"),
            &format!(
                "#[deprecated(note = \"renamed to `fetch`\")]
                 pub fn old({receiver}, arg0: &str) -> u32 {{ Self::fetch(self, arg0) }}"
            ),
        );
    }
}

#[test]
fn generics_and_bounds_are_kept() {
    adds(
        "pub fn fetch<'a, T: Clone, const N: usize>(all: &'a [T; N]) -> impl Iterator<Item = &'a T> where T: 'a { all.iter() }",
        "#[deprecated(note = \"renamed to `fetch`\")]
         pub fn old<'a, T: Clone, const N: usize>(arg0: &'a [T; N]) -> impl Iterator<Item = &'a T> where T: 'a { fetch(arg0) }",
    );
}

#[test]
fn async_and_unsafe_functions_stay_what_they_are() {
    adds(
        "async fn fetch(url: String) -> u32 { 5 }",
        "#[deprecated(note = \"renamed to `fetch`\")] async fn old(arg0: String) -> u32 { fetch(arg0).await }",
    );
    adds(
        "const unsafe extern \"C\" fn fetch(at: *const u8) -> u8 { 5 }",
        "#[deprecated(note = \"renamed to `fetch`\")]
         const unsafe extern \"C\" fn old(arg0: *const u8) -> u8 { unsafe { fetch(arg0) } }",
    );
    adds(
        "async unsafe fn fetch(&self) {}",
        "#[deprecated(note = \"renamed to `fetch`\")] async unsafe fn old(&self) { unsafe { Self::fetch(self).await } }",
    );
}

#[test]
fn the_attributes_of_the_function_are_its_own() {
    adds(
        "/// The feed.\n#[inline]\n#[unsafe(no_mangle)]\npub fn fetch() {}",
        "#[deprecated(note = \"renamed to `fetch`\")] pub fn old() { fetch() }",
    );
}

#[test]
fn the_name_of_today_is_no_old_name() {
    assert!(refused("fetch", "fn fetch() {}").contains("it is called so today"));
    let marked = added("\n  fetch", "fn fetch() {}").into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) if ident == "compile_error" => Some(ident.span().start()),
        _ => None,
    });
    assert_eq!(marked.map(|start| (start.line, start.column)), Some((2, 2)), "the name in the arguments");
}

#[test]
fn arguments_that_are_not_one_name_are_refused() {
    for arguments in ["", "a, b", "\"old\"", "a::b"] {
        refused(arguments, "pub fn fetch() {}");
    }
}

#[test]
fn what_is_no_function_is_refused_and_kept() {
    for item in ["pub struct Feed { url: String }", "fn fetch(&self);", "const FETCH: fn() = fetch;"] {
        refused("old", item);
    }
    assert!(added("fetch", "fn fetch() {}").to_token_stream().to_string().contains("compile_error"));
}
