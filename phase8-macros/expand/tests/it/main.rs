//! From tokens to tokens: what the macros write, and where their errors point to.

mod procedural_macros;
mod attribute_macros;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The tokens of `source`, with spans that know its lines and columns.
fn tokens(source: &str) -> TokenStream {
    source.parse().expect("the source is a sequence of tokens")
}

/// An expansion as rustfmt might lay it out.
fn pretty(expansion: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(expansion).expect("an expansion is a sequence of items"))
}

/// Every `compile_error!` in `expansion`: the text in `source` that it starts at, to the end of its line, and its
/// message.
fn faults(source: &str, expansion: TokenStream) -> Vec<(String, String)> {
    let tokens: Vec<_> = expansion.into_iter().collect();
    let mut faults = Vec::new();
    for window in tokens.windows(3) {
        let [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Group(message)] = window else {
            continue;
        };
        if name == "compile_error" && message.delimiter() == Delimiter::Brace {
            let start = name.span().start();
            let line = source.lines().nth(start.line - 1).unwrap_or_default();
            let at = line.chars().skip(start.column).collect();
            let message: syn::LitStr = syn::parse2(message.stream()).expect("the message is a string");
            faults.push((at, message.value()));
        }
    }
    faults
}
