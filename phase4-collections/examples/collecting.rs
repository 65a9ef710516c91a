//! One record of sales, collected into everything that a publishing house wants to know, type by type.
//!
//! Run: `cargo run --example collecting`. Look for the loops: there are none that count or add. Look for what stays
//! where it is, too, when a list becomes another list: today's standard library does that, and promises nothing.

use std::collections::BTreeSet;

use phase4_collections::collecting::{Count, Groups, Ranking, Total, byline, report, shared, statements};

const RECORD: &str = "Emma,GB,12000\nPersuasion,FR,900\nEmma,FR,11000\nSanditon,GB,30000";

fn main() {
    let (titles, countries, total) = report(RECORD.lines()).expect("the record is clean");
    println!("one pass, three results; taken in all: {} cents", total.0);
    for (title, countries) in titles.clone() {
        let takings: Vec<_> = countries.into_iter().map(|(country, total)| (country, total.0)).collect();
        println!("  {title}: {takings:?}");
    }
    println!("  sales in GB: {:?}", countries.get("GB"));
    let emma: Groups<_, Total> = [("FR", 11_000), ("GB", 12_000)].into_iter().collect();
    assert_eq!(titles.get("Emma"), Some(&emma));
    assert_eq!((total, countries.get("GB")), (Total(53_900), Some(&Count(2))));

    let broken = report([RECORD, "Emma,GB,gratis", "never read"].iter().flat_map(|text| text.lines()));
    println!("a record with a bad line is no report: {broken:?}");
    assert_eq!(broken, Err("Emma,GB,gratis"));

    let sales = RECORD.lines().filter_map(|line| line.split_once(','));
    let (firsts, by_title): (BTreeSet<_>, Groups<_, Vec<_>>) =
        sales.map(|(title, sale)| (title.chars().next(), (title, sale))).collect();
    println!("another shape is another type: {firsts:?}, {:?}", by_title.get("Emma"));
    assert_eq!((firsts.len(), by_title.get("Emma")), (3, Some(&vec!["GB,12000", "FR,11000"])));

    let sums = titles.into_iter().map(|(title, countries)| {
        (title.to_owned(), countries.into_iter().map(|(_, total)| total.0).sum::<u64>())
    });
    let ranking: Ranking<_> = sums.collect();
    println!("sorted once, when all are known: {:?}", ranking.titles());
    assert!(ranking.titles().iter().map(|(_, cents)| *cents).eq([30_000, 23_000, 900]));

    let takings: Vec<_> = ranking.titles().iter().cloned().map(Some).collect();
    let memory = takings.as_ptr().addr();
    let due = statements(takings, 100).expect("all takings are known");
    let reused = due.as_ptr().addr() == memory;
    println!("{} statements, which today's library writes over the takings: {reused}", due.len());
    assert_eq!((due.len(), reused), (2, true));
    let letter: String = due.iter().collect();
    print!("a letter, collected from statements:\n{letter}");
    assert_eq!(letter, "Sanditon: 30.00\nEmma: 23.00\n");

    let snapshot = shared(due.iter().map(|statement| statement.cents));
    let cover = byline(&["Jane Austen", "Another Lady"]);
    println!("for all threads: {snapshot:?}; for the cover: {cover}");
    assert_eq!((&*snapshot, &*cover), (&[3000, 2300][..], "Jane Austen and Another Lady"));
}
