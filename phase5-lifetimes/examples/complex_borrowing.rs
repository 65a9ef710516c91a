//! A book goes to the press: articles from a shelf, pages, a table of contents, and a queue that is not held too long.
//!
//! Run: `cargo run --example complex_borrowing`. Look for the last lines: the same call is locked or free, depending on
//! the construct around it.

use phase5_lifetimes::complex_borrowing::{
    calls::{Section, Setting, number, trimmer},
    lending::{Lending, PairsMut},
    locks::{Job, Queue, work_off},
    shelf::{Article, Shelf, cover_or},
};

fn main() -> Result<(), String> {
    let mut shelf = Shelf::default();
    let failed = shelf.get_or_load("moves", |slug| Err(format!("{slug} is offline")));
    println!("first try: {failed:?}");
    assert_eq!(failed, Err("moves is offline".to_owned()));
    let load = |slug: &str| Ok::<_, String>(Article { text: format!("All of {slug}."), cover: None });
    let article = shelf.get_or_load("moves", load)?;
    let cover = cover_or(&mut article.cover, || Ok::<_, String>("a van".into()))?;
    println!("second try: loaded, and drawn: {cover:?}");
    assert_eq!(cover, "a van");

    let length = shelf.edit("moves", |article| article.text.len());
    let missing = shelf.edit("loans", |article| article.text.len());
    println!("edited: {length:?} bytes, then {missing:?}, and missed {:?}", shelf.missed());
    assert_eq!((length, missing, shelf.missed()), (Some(13), None, ["loans".to_owned()].as_slice()));
    let found = shelf.first_of(&["loans", "moves"]).map(|article| article.text.as_str());
    println!("the first that is there: {found:?}");
    assert_eq!(found, Some("All of moves."));

    let mut ends = [8, 12, 9];
    let mut pairs = PairsMut::new(&mut ends);
    while let Some([before, end]) = pairs.next() {
        *end += *before;
    }
    let transcript = PairsMut::new(&mut ends).transcript();
    println!("chapters end on the pages {ends:?}; pairs of them: {transcript:?}");
    assert_eq!((ends, transcript), ([8, 20, 29], vec!["[8, 20]".to_owned(), "[20, 29]".to_owned()]));

    let part = Section { title: "- Loans".into(), pages: 2, ..Section::default() };
    let mut book = [Section { title: "* Borrows".into(), pages: 3, parts: vec![part], ..Section::default() }];
    let (mut table, mut page) = (Vec::new(), 7);
    number(&mut book, Setting { table: &mut table, page: &mut page, edit: &trimmer(&['*', '-', ' ']) });
    println!("contents: {table:?}");
    assert_eq!(table, ["Borrows 7", "Loans 10"]);

    let queue = Queue::default();
    queue.push(Job { slug: "moves".into(), copies: 3 });
    let in_if = if queue.lock().len() == 1 { queue.is_free() } else { unreachable!("one was pushed") };
    let in_match = match queue.lock().len() {
        1 => queue.is_free(),
        _ => unreachable!("one was pushed"),
    };
    println!("free in the body of `if`: {in_if}; in the arms of `match`: {in_match}");
    assert_eq!((in_if, in_match), (true, false));
    let done = work_off(&queue, |job| {
        println!("{} copies of {}, free meanwhile: {}", job.copies, job.slug, queue.is_free());
        assert!(queue.is_free());
        if job.copies == 3 {
            queue.push(Job { copies: 1, ..job });
        }
    });
    println!("{done} jobs, the second one pushed by the first");
    assert_eq!(done, 2);
    Ok(())
}
