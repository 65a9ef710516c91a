//! # A derive for codes
//!
//! Payment providers, airlines and tax offices speak in codes: "AB12", "expired_card", "7". In the program they are
//! enums. Write the derive that ties the two together, as a function from tokens to tokens. Of
//!
//! ```text
//! enum Answer {
//!     #[code("00")]
//!     Paid,
//!     #[code("51")]
//!     Refused { reason: String },
//! }
//! ```
//!
//! it makes exactly this, trailing commas aside:
//!
//! ```text
//! impl ::codes::Code for Answer {
//!     const ALL: &'static [&'static ::core::primitive::str] = &["00", "51"];
//!     fn code(&self) -> &'static ::core::primitive::str {
//!         match self {
//!             Self::Paid { .. } => "00",
//!             Self::Refused { .. } => "51",
//!         }
//!     }
//! }
//! ```
//!
//! Parameters, bounds and the `where` clause of the enum are those of the impl. Everything that is wrong with an enum
//! is reported, in the order of the source, as one `syn::Error` of several messages:
//!
//! | mistake | at | message begins with |
//! |---|---|---|
//! | the item is no enum | the item's name | "not an enum" |
//! | a variant has no `#[code(…)]` | the variant's name | "no code" |
//! | a variant has a second one | that attribute | "a second code" |
//! | what stands in the parentheses is not one string | where syn says | (syn's) |
//! | the string is empty | the string | "an empty code" |
//! | another variant above has this code | the string | "the code of", then that variant's name |
//!
//! Of two mistakes in one variant, the first in this table is enough.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;
use syn::{Data, DeriveInput, Error, Ident, LitStr, Result, Variant};

/// The code of one variant.
pub fn code_of(variant: &Variant) -> Result<LitStr> {
    // solution:begin
    // hint: A derive sees all attributes: documentation, and those of other macros. Which of them are yours?
    // hint: `attribute.path().is_ident("code")` finds them, `attribute.parse_args::<LitStr>()` reads one.
    // hint: `Error::new_spanned(attribute, …)` marks all of its tokens, `Error::new(ident.span(), …)` a single one.
    // ban: .unwrap because a macro that panics marks the whole derive
    // ban: .expect because a macro that panics marks the whole derive
    let mut codes = variant.attrs.iter().filter(|attribute| attribute.path().is_ident("code"));
    let Some(code) = codes.next() else {
        return Err(Error::new(variant.ident.span(), "no code: `#[code(\"…\")]`"));
    };
    if let Some(second) = codes.next() {
        return Err(Error::new_spanned(second, "a second code for one variant"));
    }
    let code: LitStr = code.parse_args()?;
    if code.value().is_empty() {
        return Err(Error::new(code.span(), "an empty code"));
    }
    Ok(code)
    // solution:end
}

/// The variants with their codes, or all that is wrong with them.
pub fn codes(input: &DeriveInput) -> Result<Vec<(&Ident, LitStr)>> {
    // solution:begin
    // hint: `?` would end at the first mistake. Keep an `Option<Error>` and go on.
    // hint: `first.combine(next)` makes one error of two, and each keeps its place.
    // hint: A duplicate is found by the value of the string: `"a"` and `r"a"` are one code.
    // ban: .unwrap because a macro that panics marks the whole derive
    // ban: .expect because a macro that panics marks the whole derive
    let Data::Enum(data) = &input.data else {
        return Err(Error::new(input.ident.span(), "not an enum: only variants have codes"));
    };
    let mut codes: Vec<(&Ident, LitStr)> = Vec::new();
    let mut faults: Option<Error> = None;
    for variant in &data.variants {
        let code = code_of(variant).and_then(|code| {
            match codes.iter().find(|(_, other)| other.value() == code.value()) {
                None => Ok(code),
                Some((other, _)) => Err(Error::new(code.span(), format!("the code of {other}"))),
            }
        });
        match (code, &mut faults) {
            (Ok(code), _) => codes.push((&variant.ident, code)),
            (Err(fault), None) => faults = Some(fault),
            (Err(fault), Some(faults)) => faults.combine(fault),
        }
    }
    faults.map_or(Ok(codes), Err)
    // solution:end
}

/// The impl.
pub fn expand(input: &DeriveInput) -> Result<TokenStream> {
    // solution:begin
    // hint: `input.generics.split_for_impl()` has the three places where generics stand in an impl.
    // hint: `Self::Paid { .. }` is a pattern for a variant of any shape.
    // hint: `#(Self::#names { .. } => #codes),*` repeats; `#names` and `#codes` are variables, a path such as `code.0` is not.
    // ban: .unwrap because a macro that panics marks the whole derive
    // ban: .expect because a macro that panics marks the whole derive
    let (names, codes): (Vec<_>, Vec<_>) = codes(input)?.into_iter().unzip();
    let name = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    Ok(quote! {
        impl #impl_generics ::codes::Code for #name #ty_generics #where_clause {
            const ALL: &'static [&'static ::core::primitive::str] = &[#(#codes),*];
            fn code(&self) -> &'static ::core::primitive::str {
                match self {
                    #(Self::#names { .. } => #codes),*
                }
            }
        }
    })
    // solution:end
}

fn input(source: &str) -> DeriveInput {
    syn::parse_str(source).expect("the source is an item")
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

#[track_caller]
fn expands(source: &str, expected: TokenStream) {
    let expansion = expand(&input(source)).expect("nothing is wrong");
    assert_eq!(normal(expansion), normal(expected));
}

/// Where the messages begin, as the rest of that line, and how they do.
#[track_caller]
fn refused(source: &str, expected: &[(&str, &str)]) {
    let error = expand(&input(source)).expect_err("something is wrong");
    let found: Vec<_> = error.into_iter().collect();
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (fault, (at, beginning)) in found.into_iter().zip(expected) {
        let start = fault.span().start();
        let line = source.lines().nth(start.line - 1).unwrap_or_default();
        let message = fault.to_string();
        assert!(line[start.column..].starts_with(at), "{message:?} is at {:?}", &line[start.column..]);
        assert!(message.starts_with(beginning), "{message:?} is not {beginning:?}");
    }
}

#[test]
fn every_shape_of_variant_has_a_code() {
    expands(
        "enum Answer { #[code(\"00\")] Paid, #[code(\"51\")] Refused { reason: String }, #[code(\"A\\\"\")] Other(u8, u8) }",
        quote! {
            impl ::codes::Code for Answer {
                const ALL: &'static [&'static ::core::primitive::str] = &["00", "51", "A\""];
                fn code(&self) -> &'static ::core::primitive::str {
                    match self {
                        Self::Paid { .. } => "00",
                        Self::Refused { .. } => "51",
                        Self::Other { .. } => "A\"",
                    }
                }
            }
        },
    );
}

#[test]
fn generics_are_kept_without_their_defaults() {
    expands(
        "enum Answer<'a, T: Clone = u8, const N: usize = 2> where T: 'a { #[code(\"1\")] Raw(&'a [T; N]) }",
        quote! {
            impl<'a, T: Clone, const N: usize> ::codes::Code for Answer<'a, T, N> where T: 'a {
                const ALL: &'static [&'static ::core::primitive::str] = &["1"];
                fn code(&self) -> &'static ::core::primitive::str {
                    match self {
                        Self::Raw { .. } => "1",
                    }
                }
            }
        },
    );
}

#[test]
fn attributes_of_others_are_not_read() {
    let source = "enum A { /// Paid.\n#[serde(code = 1)] #[code(\"1\")] #[codes(5)] Paid }";
    assert_eq!(codes(&input(source)).expect("nothing is wrong")[0].1.value(), "1");
}

#[test]
fn a_variant_without_a_code_is_marked_at_its_name() {
    refused("enum A {\n #[doc = \"x\"] Paid(u8),\n #[code(\"1\")] Open }", &[("Paid(u8)", "no code")]);
}

#[test]
fn a_second_code_is_marked_and_not_the_first() {
    refused(
        "enum A {\n #[code(\"1\")] #[doc(hidden)] #[code(\"2\")] Paid }",
        &[("#[code(\"2\")]", "a second code")],
    );
}

#[test]
fn what_is_not_one_string_is_left_to_syn() {
    refused(
        "enum A {\n #[code(1)] Paid,\n #[code(\"1\", \"2\")] Open,\n #[code] Late }",
        &[
            ("1)]", "expected string literal"),
            (", \"2\")]", "unexpected token"),
            ("code] Late", "expected attribute arguments in parentheses"),
        ],
    );
}

#[test]
fn an_empty_code_is_marked_at_the_string() {
    refused(
        "enum A {\n #[code(\"\")] Paid,\n #[code(r\"\")] Open }",
        &[("\"\")]", "an empty code"), ("r\"\")]", "an empty code")],
    );
}

#[test]
fn a_code_is_compared_by_its_value_and_the_first_owner_is_named() {
    refused(
        "enum A {\n #[code(\"a\")] First,\n #[code(\"b\")] Other,\n #[code(r\"a\")] Second,\n #[code(\"\\x61\")] Third }",
        &[("r\"a\")]", "the code of First"), ("\"\\x61\")]", "the code of First")],
    );
}

#[test]
fn all_mistakes_are_reported_in_the_order_of_the_source() {
    refused(
        "enum A {\n Paid,\n #[code(\"1\")] Open,\n #[code(\"\")] Late,\n #[code(\"1\")] Lost,\n #[code(\"\")] #[code(\"\")] Two }",
        &[
            ("Paid", "no code"),
            ("\"\")] Late", "an empty code"),
            ("\"1\")] Lost", "the code of Open"),
            ("#[code(\"\")] Two", "a second code"),
        ],
    );
}

#[test]
fn only_enums_have_codes() {
    refused("pub struct\nPaid { #[code(\"1\")] a: u8 }", &[("Paid", "not an enum")]);
    refused("union Raw { a: u8 }", &[("Raw", "not an enum")]);
}
