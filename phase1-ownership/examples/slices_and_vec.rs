//! A book from the scanner to the folded sheet: searched, cut and permuted, and hardly ever indexed.
//!
//! Run: `cargo run --example slices_and_vec`. Look for the room that removed pages leave behind, and for the page that
//! is found from a part of the book.

use phase1_ownership::slices_and_vec::{
    Page, archive, assemble, chapters, close_up, coverage_percentile, facing, first_gap, gather, impose,
    level_spreads, pull_forward, revise, scan, take_coloured,
};

fn numbers(pages: &[Page]) -> Vec<u32> {
    pages.iter().map(|page| page.number).collect()
}

fn main() {
    // Number, chapter, magenta and black: page 4 was scanned again, page 3 is blank, page 6 is a plate, 10 is missing.
    let scanned = [
        [[1, 1, 0, 10], [2, 1, 0, 20], [3, 1, 0, 0], [4, 2, 0, 99], [5, 2, 0, 50], [6, 2, 80, 0]],
        [[4, 2, 0, 40], [7, 3, 0, 70], [8, 3, 0, 80], [9, 3, 0, 90], [11, 3, 0, 5], [12, 3, 0, 15]],
    ];
    let record = |&[number, chapter, magenta, black]: &[u8; 4]| [number, 0, chapter, 0, magenta, 0, black];
    let records: Vec<_> = scanned.as_flattened().iter().map(record).collect();
    let file = [b"SCAN", records.as_flattened()].concat();
    let mut book = scan(&file).expect("the records are whole");
    println!("{} bytes are {} pages; with one byte less: {:?}", file.len(), book.len(), scan(&file[..87]));
    assert_eq!((file.len(), book.len(), scan(&file[..87])), (88, 12, None));

    assemble(&mut book);
    println!("in order: {:?}, the first gap: {:?}", numbers(&book), first_gap(&book));
    assert_eq!((numbers(&book), first_gap(&book)), (vec![1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12], Some(10)));
    assert_eq!(book[3].coverage(), 40, "the later scan of page 4");
    let room = book.capacity();

    let plates = take_coloured(&mut book);
    close_up(&mut book);
    println!("without plate {:?} and the blank, numbered anew: {:?}", numbers(&plates), numbers(&book));
    assert_eq!((numbers(&plates), numbers(&book)), (vec![6], (1..10).collect()));
    let archived = archive(book.clone()).into_vec();
    let kept = book.capacity() == room;
    println!(
        "{} pages still have all the room: {kept}; archived, they have room for {}",
        book.len(),
        archived.capacity()
    );
    assert_eq!((book.len(), kept, archived.capacity()), (9, true, 9));

    let revised = [30, 35, 40, 45, 50].map(|black| Page { number: 0, chapter: 2, ink: [0, 0, 0, black] });
    let replaced = revise(&mut book, 2, revised);
    pull_forward(&mut book, 11..12, 0);
    close_up(&mut book);
    let sizes: Vec<_> = chapters(&book).map(<[_]>::len).collect();
    println!("{} pages revised, the last one in front, and the chapters have {sizes:?}", replaced.len());
    assert_eq!((replaced.len(), sizes), (2, vec![1, 2, 5, 4]));

    let third = chapters(&book).nth(2).and_then(|chapter| chapter.first()).expect("there are four chapters");
    let opposite = facing(&book, third).map(|page| page.number);
    println!("page {} is found in its chapter, and faces in the whole book: {opposite:?}", third.number);
    assert_eq!((third.number, opposite), (4, Some(5)));

    let most = coverage_percentile(&book, 90);
    level_spreads(&mut book);
    let levelled = coverage_percentile(&book, 90);
    println!("the ink that does for nine pages of ten: {most:?}, with facing pages levelled: {levelled:?}");
    assert_eq!((most, levelled), (Some(80), Some(90)));

    let signatures = gather(&book, &[8, 4]).expect("the plan has twelve pages");
    for (signature, expected) in
        signatures.into_iter().zip([&[[8, 1, 2, 7], [6, 3, 4, 5]][..], &[[12, 9, 10, 11]]])
    {
        let sheets = impose(&numbers(signature)).expect("each sheet has four pages");
        println!("a signature of {} pages, folded: {sheets:?}", signature.len());
        assert_eq!(sheets, expected);
    }
}
