//! A publisher's texts, from old bytes to a printed catalogue, with an eye on what is copied on the way.
//!
//! Run: `cargo run --example strings_and_heap`. Look for "same memory": text that changed hands, or was looked at,
//! without being copied; and for the three different lengths of one word.

use std::{borrow::Cow, sync::Arc};

use phase1_ownership::strings_and_heap::{
    Book, Index, Tags, catalogue, decode, drop_cap, field, teaser, typeset, vocabulary,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bytes = b"Whether I shall turn out to be the hero".to_vec();
    let at = bytes.as_ptr();
    let text = decode(bytes);
    println!("checked, not copied; same memory: {}", text.as_ptr() == at);
    assert_eq!(text.as_ptr(), at);
    let mixed = decode(b"na\xC3\xAFve caf\xE9".to_vec());
    println!("half UTF-8, half Latin-1: {mixed}");
    assert_eq!(mixed, "naïve café");
    println!("a field of a record: {:?}", field(b"  9780141439587   ")?);
    assert_eq!(field(b"  9780141439587   ")?, "9780141439587");

    for typed in ["Emma", "Love's Labour's Lost..."] {
        let (set, copied) = match typeset(typed) {
            Cow::Borrowed(same) => (same.to_owned(), false),
            Cow::Owned(new) => (new, true),
        };
        println!("{typed} is set as {set}, copied: {copied}");
        assert_eq!(copied, typed != "Emma");
    }

    let cut = teaser(&text, 14);
    println!("a teaser of at most 14 bytes: {cut:?}, same memory: {}", cut.as_ptr() == at);
    assert_eq!((cut, cut.as_ptr()), ("Whether I", at));
    let word = "E\u{301}tude";
    let (initial, rest) = drop_cap(word);
    println!(
        "5 letters, {} chars, {} bytes; printed large: {initial}|{rest}",
        word.chars().count(),
        word.len()
    );
    assert_eq!((word.chars().count(), word.len(), initial.chars().count()), (6, 7, 2));

    let terms = ["borrow", "borrow checker", "borrowed", "borrower"];
    let index: Index = terms.into_iter().collect();
    println!("{} terms of {} bytes, kept in {}", terms.len(), terms.concat().len(), index.kept());
    assert_eq!((terms.concat().len(), index.kept()), (36, 17));
    assert!(index.to_lines().lines().eq(terms));

    let mut tags = Tags::default();
    let (austen, again) = (tags.intern("Austen"), tags.intern("Austen"));
    println!(
        "interned twice, same memory: {}, owners: {}",
        Arc::ptr_eq(&austen, &again),
        Arc::strong_count(&austen)
    );
    assert!(Arc::ptr_eq(&austen, &again) && Arc::strong_count(&austen) == 3);
    let rubrics: [&'static str; 2] = vocabulary("novels\nletters".into()).try_into().expect("two lines");
    println!("leaked on purpose, for as long as the program runs: {rubrics:?}");
    assert_eq!(rubrics, ["novels", "letters"]);

    let mut page = String::with_capacity(64);
    let at = page.as_ptr();
    for title in ["Emma", "Lady Susan"] {
        page.clear();
        catalogue(&mut page, &[Book { title: title.into(), authors: vec![Arc::clone(&austen)] }])?;
        print!("{page}");
        assert_eq!(page, format!("{title} by Austen\n"));
    }
    page = page + "plus " + "more";
    println!("written, cleared, written, added to with `+`; same memory: {}", page.as_ptr() == at);
    assert_eq!(page.as_ptr(), at);
    Ok(())
}
