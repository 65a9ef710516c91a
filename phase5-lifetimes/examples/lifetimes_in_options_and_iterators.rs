//! Query strings of a search, read without a copy; what is missing or wrong is a view, too.
//!
//! Run: `cargo run --example lifetimes_in_options_and_iterators`. Look for what is gone when a result is printed.

use phase5_lifetimes::lifetimes_in_options_and_iterators::{
    Error, Query, Search, checked, decode, page, valid_of_all, value, wanted,
};

fn main() {
    let text = String::from("?author=Ada+King&=5&tag=rust&tag=100%");
    let author = {
        let name = String::from("author");
        value(&text, &name)
    };
    println!("the name that was looked for is gone, the value is not: {author:?}");
    assert_eq!(author, Ok(Some("Ada+King")));

    let found: Vec<_> = {
        let names = [String::from("tag")];
        wanted(&names, &text).collect()
    };
    println!("the names that were wanted are gone, pairs and errors are not:");
    for pair in &found {
        println!("  {pair:?}");
    }
    let faults = [Error::NoName { pair: "=5" }, Error::Escape { at: "%" }];
    assert_eq!(found, [Err(faults[0]), Ok(("tag", "rust")), Err(faults[1])]);

    let mut query = Query::new(&text);
    let (ahead, left) = (query.clone().count(), query.by_ref().count());
    println!("a clone counts {ahead} items, and the original still has {left}");
    assert_eq!((ahead, left, query.next()), (4, 4, None));

    let mut rejects = Vec::new();
    let valid = valid_of_all(&[&text, "page=2&=6"], Some(&mut rejects));
    println!("{} valid pairs, {} rejected, with one list for both texts", valid.len(), rejects.len());
    assert_eq!((valid.len(), rejects.len()), (3, 3));

    let search = Search::read(&text).expect("the author comes before the faults");
    println!(
        "author: {:?}, decoded; of an empty search: {:?}",
        search.author(None),
        Search::default().author(Some("all"))
    );
    assert_eq!(search.author(Some("all")), Some("Ada King"));
    assert_eq!(Search::default().author(Some("all")), Some("all"));
    assert!(matches!(decode("rust"), std::borrow::Cow::Borrowed("rust")));

    for query in ["page=3", "", "page=two", "=5&page=3"] {
        match page(query) {
            Ok(page) => println!("{query:?} asks for page {page}"),
            Err(error) => println!("{query:?} is refused: {error}"),
        }
    }
    assert_eq!(page("").ok(), Some(1));
    assert_eq!(page("page=3").ok(), Some(3));
    assert!(page("page=two").is_err_and(|error| error.to_string() == "invalid digit found in string"));
    assert!(page("=5&page=3").is_err_and(|error| error.to_string() == "no name in \"=5\""));
    let report = checked(text).expect_err("two pairs are faulty");
    println!("the text is gone, the message is not: {report}");
    assert_eq!(report.to_string(), "no name in \"=5\"");
}
