//! A derive at work: what it wrote for three structs, and what it says about a fourth.
//!
//! Run: `cargo run --example procedural_macros`. Look for what decides: names and order of fields come from the tokens,
//! everything about their types from traits.

use phase8_macros::procedural_macros::{Column, Editor, Entity, Revision, Value, update};
use proc_macro2::TokenTree;

/// A type that the derive has never heard of.
#[derive(Clone, Copy)]
enum Kind {
    News,
    Review,
}

impl Column for Kind {
    fn value(&self) -> Value {
        Value::Text(match self {
            Self::News => "news".into(),
            Self::Review => "review".into(),
        })
    }
}

#[derive(Entity)]
#[entity(table = "articles")]
struct Article<K> {
    #[entity(id)]
    number: u32,
    r#type: K,
    #[entity(column = "headline")]
    title: String,
    #[entity(skip)]
    paragraphs: Vec<String>,
}

fn insert<E: Entity>() -> String {
    format!(
        "insert into {} ({}) values ({})",
        E::TABLE,
        E::COLUMNS.join(", "),
        vec!["?"; E::COLUMNS.len()].join(", ")
    )
}

/// What stands in the braces of a `compile_error!`.
fn message(token: TokenTree) -> Option<String> {
    let TokenTree::Group(braces) = token else { return None };
    Some(braces.stream().to_string())
}

fn main() {
    let statement = insert::<Article<Kind>>();
    println!("four fields, one of them skipped:\n  {statement}");
    assert_eq!(statement, "insert into articles (number, type, headline) values (?, ?, ?)");

    let article = |kind, title: &str| Article {
        number: 7,
        r#type: kind,
        title: title.into(),
        paragraphs: vec!["Tokens in, tokens out.".into()],
    };
    let (old, new) = (article(Kind::News, "Spans"), article(Kind::Review, "Spans"));
    let (statement, values) = update(&old, &new).expect("the type has changed");
    println!("a function does the rest, for every entity:\n  {statement}\n  {values:?}");
    assert_eq!(statement, "update articles set type = ? where number = ?");
    assert_eq!(values, [Value::Text("review".into()), Value::Integer(7)]);
    assert_eq!(old.paragraphs, new.paragraphs);

    let text = String::from("Tokens in, tokens out.");
    let revision = Revision { number: 1, text: &text, editor: Some(Editor(3)), differences: Vec::new() };
    println!("a lifetime, a bound and a default were kept:\n  {:?}", revision.row());
    assert_eq!(revision.row()[2], Value::Integer(3));

    // The macro is a function on tokens, so it can be called. In here, `compile_error!` is only tokens, too.
    let source = "#[entity(table = \"Authors\")] struct Author { #[entity(key)] number: u32 }";
    let expansion = phase8_expand::procedural_macros::entity(source.parse().expect("these are tokens"));
    let faults: Vec<_> = expansion.into_iter().filter_map(message).collect();
    println!("two mistakes in {source}:\n  {}", faults.join("\n  "));
    assert_eq!(faults.len(), 2);
}
