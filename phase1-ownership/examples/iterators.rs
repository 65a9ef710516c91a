//! A manuscript becomes a book: chapters, lines, pages, and sheets that are folded and sewn.
//!
//! Run: `cargo run --example iterators`. Look for what has been read when the first chapter is there, and for the
//! two loops that are no `for`: the lines are lent, and the search leaves early.

use std::cell::Cell;

use phase1_ownership::iterators::{
    Block, Chapter, Layout, Page, Setter, Sheets, chapters, locate, piles, section,
};

fn main() {
    let block = |line: &str| match line.strip_prefix("# ") {
        Some(title) => Block::Heading(title.into()),
        None => Block::Paragraph(line.into()),
    };
    let manuscript = "# Moves\nA value has exactly one owner, always.\n\
        # Borrows\nA reference owns nothing, so it must not outlive.";
    let read = Cell::new(0);
    let mut lazily = chapters(manuscript.lines().map(block).inspect(|_| read.update(|blocks| blocks + 1)));
    println!("chapters made, blocks read: {}", read.get());
    assert_eq!(read.get(), 0);
    let first = lazily.next().and_then(|chapter| chapter.title);
    println!("asked for one chapter, {first:?}, blocks read: {}", read.get());
    assert_eq!((first.as_deref(), read.get()), (Some("Moves"), 3));

    let mut setter = Setter::new("A reference owns nothing, so it must not outlive.", 16);
    let mut buffers = Vec::new();
    while let Some(line) = setter.next_line() {
        println!("  |{line:<16}|");
        buffers.push(line.as_ptr());
    }
    println!("{} lines lent, one after the other, from one buffer", buffers.len());
    assert!(buffers.len() == 4 && buffers.iter().all(|buffer| *buffer == buffers[0]));

    let book: Vec<Chapter> = chapters(manuscript.lines().map(block)).collect();
    let layout = Layout { measure: 16, lines: 1 };
    let pages: Vec<_> = book.iter().flat_map(|chapter| chapter.pages(layout)).collect();
    let printed = pages.iter().filter(|page| **page != Page::Blank).count();
    println!("{} pages, {printed} of them with text, in sections of {}", pages.len(), section(pages.len()));
    assert_eq!((pages.len(), printed, section(pages.len())), (8, 7, 8));

    let mut search = book.iter();
    let place = locate(&mut search, layout, 2).map(|(chapter, page)| (chapter.title.as_deref(), page));
    println!("the third page is in {place:?}, and {} chapter has not been searched", search.len());
    assert_eq!((place, search.len()), (Some((Some("Moves"), 2)), 1));

    let mut sheets = Sheets::new(1..=6_u16);
    println!("a leaflet of 6 pages needs {} sheets, known before the first is laid out", sheets.len());
    assert_eq!(sheets.len(), 2);
    for sheet in sheets.by_ref().take(1) {
        println!("proof: outside {:?}, inside {:?}", sheet.front, sheet.back);
        assert_eq!((sheet.front, sheet.back), ([None, Some(1)], [Some(2), None]));
    }
    let (fronts, backs, ticket) = piles(sheets);
    println!("then the rest, as a pile of its own: outside {fronts:?}, inside {backs:?}, ticket {ticket:?}");
    assert_eq!((fronts, backs), (vec![[Some(6), Some(3)]], vec![[Some(4), Some(5)]]));
    assert_eq!(ticket, "sheet 1: 0 white\n");

    let mut pages = 1..=6;
    let (before, lost) = (pages.by_ref().take_while(|page| page % 3 != 0).count(), pages.next());
    println!("take_while gave {before} pages and took a third to test it: next comes {lost:?}");
    assert_eq!((before, lost), (2, Some(4)));
}
