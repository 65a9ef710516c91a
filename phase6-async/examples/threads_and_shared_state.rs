//! A night in a newsroom: threads that borrow, a lock that survives a panic, a page that nobody waits for.
//!
//! Run: `cargo run --example threads_and_shared_state`. Look for what is shared without any lock, and for what the lock
//! still knows after the panic, whose message goes to stderr.

use std::{
    num::NonZero,
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use phase6_async::threads_and_shared_state::{
    Draft, Sales,
    accounts::Accounts,
    counts::{Quota, Reviews},
    open, proofread,
    ticker::Ticker,
};

fn main() {
    let mut drafts =
        ["Teh polls", "Open untill ten", "Quiet"].map(|text| Draft { text: text.into(), faults: None });
    let known = ["Teh", "untill"];
    let workers = NonZero::new(2).expect("two is not zero");
    let faults =
        proofread(&mut drafts, workers, |text| known.iter().filter(|fault| text.contains(*fault)).count());
    let found = drafts.map(|draft| draft.faults.expect("every draft was read"));
    println!("two threads, three drafts, no lock: {found:?} faults");
    assert_eq!((faults.ok(), found), (Some(2), [1, 1, 0]));

    let sales = Mutex::new(Sales::default());
    let lines = ["250", "90", "free", "120"];
    let prices = lines.iter().map(|line| line.parse::<u64>().expect("a price"));
    let clerk = thread::scope(|scope| scope.spawn(|| open(&sales).record(prices)).join());
    let ignored = sales.lock().unwrap_or_else(PoisonError::into_inner).totals();
    let repaired = open(&sales).totals();
    println!("a panic with the lock held: {ignored:?} if that is ignored, {repaired:?} if it is repaired");
    assert!(clerk.is_err() && !sales.is_poisoned());
    assert_eq!((ignored, repaired), ((2, 0), (2, 340)));

    let ticker = Ticker::default();
    ticker.publish("polls closed", |page| println!("announced: {:?}", page.lines()));
    let before = Arc::as_ptr(&ticker.page());
    ticker.publish("exp at ten", |page| {
        println!("nobody reads, so the page changed in place: {}", Arc::as_ptr(page) == before);
        assert_eq!(Arc::as_ptr(page), before);
    });
    let reader = ticker.page();
    ticker.publish("no maj", |page| println!("shown: {:?}", page.shown()));
    println!(
        "the reader of the old page still has {} lines of {}",
        reader.lines().len(),
        ticker.page().lines().len()
    );
    assert_eq!(
        (reader.lines().len(), ticker.page().shown()),
        (2, "polls closed\nexpected at ten\nno majority\n")
    );

    let quota = Quota::new(10);
    let taken: usize = thread::scope(|scope| {
        let readers = [(); 3].map(|()| scope.spawn(|| (0..6).filter(|_| quota.take()).count()));
        readers.into_iter().map(|reader| reader.join().expect("taking does not panic")).sum()
    });
    println!("18 attempts of three threads at 10 free articles: {taken}");
    assert_eq!(taken, 10);

    let (reviews, forms) = Reviews::new(3);
    let sums: Vec<_> = thread::scope(|scope| {
        let reviewers: Vec<_> = forms
            .into_iter()
            .zip([3, 5, 4])
            .map(|(form, mark)| scope.spawn(move || form.hand_in(mark)))
            .collect();
        reviewers.into_iter().filter_map(|reviewer| reviewer.join().expect("no mark panics")).collect()
    });
    println!("whoever hands in last has the sum, and nobody else: {sums:?}");
    assert_eq!((sums, reviews.verdict()), (vec![12], Some(12)));

    let accounts = Accounts::new([100, 100]);
    thread::scope(|scope| {
        for (from, to) in [(0, 1), (1, 0)] {
            let accounts = &accounts;
            scope.spawn(move || (0..1000).filter(|_| accounts.transfer(from, to, 1)).count());
        }
    });
    println!("a thousand payments each way, and no deadlock: {} in all", accounts.total());
    assert_eq!(accounts.total(), 200);
}
