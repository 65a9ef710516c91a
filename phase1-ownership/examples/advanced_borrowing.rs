//! A manuscript from the author to the press: moved, lent, struck through, and never once copied.
//!
//! Run: `cargo run --example advanced_borrowing`. Look for the two kinds of end: a borrow is over at its last use, a
//! value only at the end of its scope.

use std::cell::RefCell;

use phase1_ownership::advanced_borrowing::{
    Loan, Manuscript, Remarks, Sheets, Stage, close_desk, last_entry,
};

fn main() {
    let mut draft =
        Manuscript { title: "Moves".into(), body: "a very very short text".into(), ..Default::default() };
    let last_word = draft.body.split(' ').next_back();
    println!("the last word is borrowed for this line only: {last_word:?}");
    assert_eq!(last_word, Some("text"));
    draft.strike("very");
    println!("so the text can change on the next: {:?} ({})", draft.body, draft.remarks.join("; "));
    assert_eq!(
        (draft.body.as_str(), draft.remarks.join("; ").as_str()),
        ("a short text", r#"struck "very", word 2; struck "very", word 3"#)
    );

    let text_at = draft.body.as_ptr();
    let mut stage = Stage::Writing(draft);
    for _ in 0..3 {
        stage.advance();
    }
    let Stage::Approved(approved) = stage else { panic!("a second round leaves no remarks") };
    println!("three stages later, same memory: {}", approved.body.as_ptr() == text_at);
    assert_eq!(approved.body.as_ptr(), text_at);
    let entry = approved.into_entry();
    println!("the title moves out, the rest is dropped: {entry:?}");
    assert_eq!(entry, ("Moves".into(), 3));

    let journal = RefCell::default();
    println!("an empty journal makes its first entry: {:?}", last_entry(&journal));
    let mut renewed = Vec::new();
    close_desk(Loan::new("Borrows", &journal), false, &mut renewed);
    close_desk(Loan::new("Moves", &journal), true, &mut renewed);
    println!("dropped at the end of the scope, unless moved before: {:?}", journal.borrow());
    assert_eq!(*journal.borrow(), ["opened", "desk closed", "Borrows is back", "desk closed"]);
    println!("still on loan: {}", renewed.len());
    assert_eq!(renewed.len(), 1);

    let mut remarks = Remarks::default();
    remarks.entry("Moves").push("too short".into());
    remarks.get_or_insert("Moves").push("too clear".into());
    *remarks.count_of("Ada") += 2;
    println!("found or made, in one call: {:?}", remarks.get_or_insert("Moves"));
    assert_eq!(remarks.get_or_insert("Moves"), &["too short", "too clear"]);
    assert_eq!(*remarks.count_of("Ada"), 2);

    let mut sheets = Sheets::default();
    [3, 1, 2].into_iter().for_each(|page| sheets.insert(page));
    println!("a cursor stopped where each page belongs: {:?}", sheets.pages().collect::<Vec<_>>());
    assert!(sheets.pages().eq([1, 2, 3]));
}
