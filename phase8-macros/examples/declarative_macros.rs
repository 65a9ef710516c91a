//! A table of routes at work, a table of another crate's own, and what an expansion does with a caller's names.
//!
//! Run: `cargo run --example declarative_macros`. Look for what is written once: the segments of a path are patterns,
//! expressions and text, and a macro that is given an expression has it as a whole.

use phase8_macros::{
    declarative_macros::{
        Page,
        columns::{Order, munched},
    },
    routes,
};

routes! {
    /// What the office of a magazine offers. The field `f` is not the `f` of `fmt`, which the macro writes.
    #[derive(Debug, PartialEq)]
    enum Desk {
        Drafts => ["drafts"],
        Folder { f: char } => ["folders", f],
    }
}

macro_rules! with_tax {
    ($cents:expr) => {{
        let tax = 7;
        $cents * (100 + tax) / 100
    }};
}

macro_rules! with_tax_by_tokens {
    ($($cents:tt)*) => { $($cents)* * 107 / 100 };
}

fn main() {
    println!("the table, for people: {}", Page::PATTERNS.join("  "));
    assert_eq!(Page::PATTERNS.len(), 5);
    for path in
        ["/", "/articles/12", "/articles/moves", "/issues/2026/32", "/issues/2026/432", "/articles/012"]
    {
        let Some(page) = Page::find(path) else {
            println!("{path}: not found");
            assert_eq!(path, "/issues/2026/432");
            continue;
        };
        let link = page.to_string();
        println!(
            "{path}: {page:?}{}",
            if link == path { "" } else { ", whose one address is without the zero" }
        );
        assert_eq!(link == path, path != "/articles/012");
    }

    println!("a private table of this program: {:?}", Desk::find("/folders/c"));
    assert_eq!(Desk::find("/folders/c"), Some(Desk::Folder { f: 'c' }));
    assert_eq!(Desk::find(&Desk::Drafts.to_string()), Some(Desk::Drafts));

    let tax = 400;
    println!("the caller's `tax` is not the macro's: {}", with_tax!(tax));
    assert_eq!(with_tax!(tax), 428);
    let sums = (with_tax!(100 + 100), with_tax_by_tokens!(100 + 100));
    println!("an expression is multiplied as a whole, tokens are not: {sums:?}");
    assert_eq!(sums, (214, 207));

    let line = "97801310302070000120000498800";
    let Order { isbn, copies, cents } = Order::COLUMNS;
    assert_eq!([&isbn, &copies, &cents], [&munched::ISBN, &munched::COPIES, &munched::CENTS]);
    println!("columns repeated and columns munched: {isbn:?}, {copies:?}, {cents:?}");
    let (isbn, copies, cents) = (&line[isbn], &line[copies], &line[cents]);
    println!("an order: {copies} of {isbn} for {cents} cents");
    assert_eq!((isbn, copies, cents), ("9780131030207", "000012", "00004988"));
}
