//! The second generator: from the same rows to tokens, and from those to a file that people read.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::table::Row;

/// Comments are no tokens, so this cannot be quoted.
const HEAD: &str = "\
// @generated from generated/problems.txt; what is changed here is lost. Written by
// REWRITE_PROBLEMS=1 cargo test -p deep-dives-generated --test it code_generation::checked_in

";

/// What clients of the platform need of the table.
///
/// A string that is interpolated is a literal with all its escapes, an identifier is one or `format_ident!` panics, and
/// brackets cannot be left open. That the tokens are Rust is known only when they are parsed.
pub fn of(rows: &[Row]) -> String {
    let variants: Vec<_> = rows.iter().map(|row| format_ident!("{}", row.variant)).collect();
    let docs = rows.iter().map(|row| format!(" {}", row.title));
    let [codes, titles] = [|row: &Row| row.code.clone(), |row: &Row| row.title.clone()]
        .map(|part| rows.iter().map(part).collect::<Vec<_>>());
    let retries = rows.iter().map(|row| row.retry);
    // A `u16` that is interpolated is written with its type, `404u16`.
    let statuses = rows.iter().map(|row| proc_macro2::Literal::u16_unsuffixed(row.status));
    pretty(quote! {
        /// What can go wrong, in the order of the table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Problem {
            #(#[doc = #docs] #variants,)*
        }

        impl Problem {
            /// All problems, in the order of the table.
            pub const ALL: &[Self] = &[#(Self::#variants),*];

            /// The problem with this code, if there is one.
            pub fn find(code: &str) -> Option<Self> {
                match code {
                    #(#codes => Some(Self::#variants),)*
                    _ => None,
                }
            }

            /// What clients tell problems apart by.
            pub const fn code(self) -> &'static str {
                match self {
                    #(Self::#variants => #codes,)*
                }
            }

            /// The status of the answer: 400 to 599.
            pub const fn status(self) -> u16 {
                match self {
                    #(Self::#variants => #statuses,)*
                }
            }

            /// Whether the same request may succeed later.
            pub const fn may_retry(self) -> bool {
                match self {
                    #(Self::#variants => #retries,)*
                }
            }

            /// What the client is told.
            pub const fn title(self) -> &'static str {
                match self {
                    #(Self::#variants => #titles,)*
                }
            }
        }
    })
}

fn pretty(items: TokenStream) -> String {
    let file = syn::parse2(items).expect("the template is a sequence of items");
    format!("{HEAD}{}", prettyplease::unparse(&file))
}
