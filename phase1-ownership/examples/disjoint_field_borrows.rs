//! A quarter of a publishing house, from the till's log to the authors' accounts, two or three fields at a time.
//!
//! Run: `cargo run --example disjoint_field_borrows`. Look for what is checked when: fields are told apart by the
//! compiler, indices and keys only when the program runs.

use std::{mem::offset_of, slice::GetDisjointMutError, sync::Mutex};

use phase1_ownership::disjoint_field_borrows::{Archive, House, Sale, Terms, Title, settle_author};

fn title(name: &str, author: &str, price: u64) -> Title {
    let archive = Box::new(Archive { copies: 0, milestones: vec![5, 50] });
    Title { name: name.into(), author: author.into(), price, unsettled: 0, archive }
}

fn main() {
    let terms = Terms::new(10).expect("10 % is a share");
    let mut house = House::new(
        terms,
        vec![title("Paths", "Ada", 2000), title("Loops", "Grace", 1500), title("Tails", "Ada", 900)],
    );

    let mut record = [0; size_of::<Sale>()];
    record[offset_of!(Sale, line.title)] = 1;
    record[offset_of!(Sale, line.copies)] = 7;
    let sale = Sale::read(&record);
    println!(
        "{} bytes from the till: {} copies of title {}",
        record.len(),
        sale.line.copies,
        sale.line.title
    );
    assert_eq!((record.len(), sale.line.title, sale.line.copies), (16, 1, 7));
    assert!(house.record(&sale));

    let moved = house.rebook(1, 0, 2);
    println!("two were of another title: {moved:?}");
    assert_eq!(moved, Ok(2));
    let refused = house.rebook(1, 1, 2);
    println!("the same title twice is an error: {refused:?}");
    assert_eq!(refused, Err(GetDisjointMutError::OverlappingIndices));

    let shared = Mutex::new(house);
    let paid = settle_author(&shared, "Ada");
    println!("Ada's titles alone, behind one guard: {paid} cents");
    assert_eq!(paid, 400);
    let mut house = shared.into_inner().expect("nobody panicked");
    let paid = house.settle();
    println!("all others: {paid} cents");
    assert_eq!(paid, 750);

    let (terms, titles, ledger) = house.parts_mut();
    for title in titles.iter().filter(|title| title.archive.copies >= 5) {
        ledger.credit(&title.author, 1000);
        println!("three parts at once: a bonus for {}, on top of {terms:?}", title.name);
    }
    assert_eq!(ledger.balance("Grace"), 1750);
    assert_eq!(titles.iter().map(|title| title.archive.milestones.len()).collect::<Vec<_>>(), [2, 1, 2]);
    let moved = [ledger.transfer("Grace", "Ada", 250), ledger.transfer("Ada", "Ada", 250)];
    println!("from one account to another, and to itself: {moved:?}");
    assert_eq!((moved, ledger.balance("Ada")), ([Some(250), None], 650));

    let old = title("Borrows", "Barbara", 1800);
    let author = old.author.as_ptr();
    let (new, old_name) = old.reissue("Borrows, revised", 2400);
    println!(
        "{old_name:?} becomes {:?}, and the author did not move: {}",
        new.name,
        new.author.as_ptr() == author
    );
    assert_eq!((old_name.as_str(), new.author.as_ptr()), ("Borrows", author));
}
