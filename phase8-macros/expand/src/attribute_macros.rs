//! `#[retry(…)]` and `#[traced(…)]`: everything of a function is kept, except that its body becomes a part of another.
//!
//! What an attribute macro returns *replaces* its item. Two habits follow. What it does not understand it passes on:
//! the other attributes, the signature, the body, which it does not even parse. And what it refuses it passes on as
//! well, with the error beside it, or every call of the function would be an error, too.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Attribute, Error, Expr, LitInt, Result, ReturnType, Signature, Token, Type, Visibility, braced,
    ext::IdentExt,
    parse::{Parse, ParseStream, Parser},
    spanned::Spanned,
    token::Brace,
};

use crate::{Faults, runtime};

/// The function `item`, whose body is called again while it fails.
pub fn retry(arguments: TokenStream, item: TokenStream) -> TokenStream {
    or_original(&item, |faults| {
        let arguments = faults.keep(syn::parse2::<Retry>(arguments));
        let function = faults.keep(Function::read(item.clone(), "retry"));
        let outcome = function.as_ref().and_then(|it| faults.keep(it.outcome()));
        Some(function.as_ref()?.retried(&arguments?, outcome?))
    })
}

/// The function `item`, which writes down its beginning and its end.
pub fn traced(arguments: TokenStream, item: TokenStream) -> TokenStream {
    or_original(&item, |faults| {
        let journal = faults.keep(syn::parse2::<Expr>(arguments));
        let function = faults.keep(Function::read(item.clone(), "traced"))?;
        if let Some(constness) = function.signature.constness {
            faults.add(Error::new(constness.span, "what is evaluated by the compiler writes no journal"));
        }
        Some(function.traced(&journal?))
    })
}

/// The expansion, or the item as it was with an error beside it for each fault.
fn or_original(item: &TokenStream, expand: impl FnOnce(&mut Faults) -> Option<TokenStream>) -> TokenStream {
    let mut faults = Faults::default();
    let expanded = expand(&mut faults);
    match (expanded, faults.finish()) {
        (Some(expanded), Ok(())) => expanded,
        (_, faults) => {
            let errors = faults.err().map(Error::into_compile_error);
            quote!(#item #errors)
        }
    }
}

/// `times = 3, between = expression`, in any order.
struct Retry {
    times: u32,
    between: Option<Expr>,
}

impl Parse for Retry {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let (mut times, mut between) = (None, None);
        while !input.is_empty() {
            let said = "the options are `times = 3` and `between = |attempt| …`";
            let start = input.span();
            let option = input.call(syn::Ident::parse_any).map_err(|_| Error::new(start, said))?;
            input.parse::<Token![=]>()?;
            if option == "times" && times.is_none() {
                let number: LitInt = input.parse()?;
                // The mark goes to the number, not to the function and not to the attribute as a whole.
                let parsed = number.base10_parse().ok().filter(|times| *times > 0);
                times = Some(parsed.ok_or_else(|| {
                    Error::new(number.span(), "a number of attempts: at least one, and a `u32`")
                })?);
            } else if option == "between" && between.is_none() {
                // Any expression, not evaluated and not understood. Its names mean what they mean in the function.
                between = Some(input.parse()?);
            } else {
                return Err(Error::new(option.span(), said));
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        let times = times.ok_or_else(|| Error::new(Span::call_site(), "how often? `times = 3`"))?;
        Ok(Self { times, between })
    }
}

/// A function, read as far as necessary.
///
/// `syn::ItemFn` would parse the body, too: time spent for nothing, and an error wherever a body uses syntax that is
/// newer than this version of syn. Functions in traits and impls look alike, so one type serves for them all.
struct Function {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    signature: Signature,
    /// `#![…]` at the beginning of the body. They are about the function, and no expression may have them.
    inner: Vec<Attribute>,
    body: Group,
}

impl Function {
    fn read(item: TokenStream, needed_by: &str) -> Result<Self> {
        let parser = |input: ParseStream<'_>| {
            let attributes = input.call(Attribute::parse_outer)?;
            let visibility = input.parse()?;
            let start = input.span();
            let signature: Signature = input.parse().map_err(|_| {
                // The compiler has parsed the item before: it is correct, but it is something else.
                Error::new(start, format!("`{needed_by}` needs a function with a body"))
            })?;
            if !input.peek(Brace) {
                let fault = format!("`{needed_by}` needs a body, and `{}` has none", signature.ident);
                return Err(Error::new(signature.ident.span(), fault));
            }
            // Not `Group`: in an item made by a `macro_rules!`, a `$body:block` has an invisible group around its braces.
            let statements;
            let braces = braced!(statements in input);
            let inner = statements.call(Attribute::parse_inner)?;
            let mut body = Group::new(Delimiter::Brace, statements.parse()?);
            // Braces that seem to be the user's are linted like the user's (`unused_braces`). These are not.
            body.set_span(Span::mixed_site().located_at(braces.span.join()));
            Ok(Self { attributes, visibility, signature, inner, body })
        };
        parser.parse2(item)
    }

    /// The type of an outcome, as it is written. Whether such a thing can fail is known to the compiler alone, and the
    /// bound of the function that is called makes it say so.
    fn outcome(&self) -> Result<&Type> {
        let Signature { constness, output, ident, .. } = &self.signature;
        if let Some(constness) = constness {
            return Err(Error::new(constness.span, "what is evaluated by the compiler is not tried again"));
        }
        match output {
            ReturnType::Default => {
                Err(Error::new(ident.span(), "a function that returns nothing cannot fail: nothing to retry"))
            }
            ReturnType::Type(_, outcome) => Ok(outcome),
        }
    }

    fn retried(&self, Retry { times, between }: &Retry, outcome: &Type) -> TokenStream {
        let span = Span::mixed_site();
        // A bound that the type does not meet is shown at the type, or at least at its first token: to join two spans
        // is not stable.
        let blamed = span.located_at(outcome.span());
        let runtime = runtime("attribute_macros", blamed);
        let body = &self.body;
        // Where the type is written, what is wrong in the body is shown in the body, and `Box::new` makes a `Box<dyn …>`
        // as it did before. A type without a name cannot be written again: the compiler finds it.
        let named = (!mentions_impl(outcome.to_token_stream())).then_some(outcome);
        if self.signature.asyncness.is_none() {
            let between =
                between.as_ref().map_or_else(|| quote_spanned!(span=> |_| ()), Expr::to_token_stream);
            // The closure keeps `return` and `?` inside of the attempt, and borrows parameters and `self` by itself.
            let returns = named.map(|named| quote_spanned!(span=> -> #named));
            return self
                .with_body(quote_spanned!(blamed=> #runtime::again(#times, || #returns #body, #between)));
        }
        // More is written here than one call. A function that took an async closure would do, but today's compiler
        // could not tell that its future is `Send`.
        let between =
            between.as_ref().map_or_else(|| quote_spanned!(span=> async |_| ()), Expr::to_token_stream);
        let at_body = span.located_at(body.span());
        // An async block has no place for the type. A `return` that never runs is one.
        let hint = named.map(|named| {
            quote_spanned! {blamed=>
                if let ::core::option::Option::Some(outcome) = ::core::option::Option::None::<#named> {
                    return outcome;
                }
            }
        });
        let attempt = quote_spanned!(at_body=> async { #hint #body }.await);
        let judged = quote_spanned!(blamed=> #runtime::Attempts::judge(&mut attempts, outcome));
        let at_between = span.located_at(between.span());
        let paused = quote_spanned!(at_between=> between(failed).await);
        self.with_body(quote_spanned! {span=>
            let mut attempts = #runtime::Attempts::of(#times);
            let mut between = #between;
            loop {
                let outcome = #attempt;
                let failed = match #judged {
                    ::core::ops::ControlFlow::Break(outcome) => break outcome,
                    ::core::ops::ControlFlow::Continue(failed) => failed,
                };
                #paused;
            }
        })
    }

    fn traced(&self, journal: &Expr) -> TokenStream {
        let span = Span::mixed_site();
        let runtime = runtime("attribute_macros", span);
        let (name, body) = (self.signature.ident.unraw().to_string(), &self.body);
        // No closure: the guard is dropped at every way out of the block, and when a future is dropped half-way.
        self.with_body(quote_spanned! {span=>
            // In a statement of its own, because what `&…` borrows then lives as long as the guard.
            let journal: &#runtime::Journal = #journal;
            let _call = #runtime::Journal::enter(journal, #name);
            #body
        })
    }

    fn with_body(&self, statements: TokenStream) -> TokenStream {
        let Self { attributes, visibility, signature, inner, body } = self;
        // The braces are those of the old body: what is said about the end of the function is said there.
        let mut block = Group::new(body.delimiter(), quote!(#(#inner)* #statements));
        block.set_span(body.span());
        quote!(#(#attributes)* #visibility #signature #block)
    }
}

/// Whether there is an `impl Trait` in it.
fn mentions_impl(ty: TokenStream) -> bool {
    ty.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "impl",
        TokenTree::Group(group) => mentions_impl(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
