//! An issue of a magazine goes through the press: once to its end, once until it is full.
//!
//! Run: `cargo run --example channels`. Look for who ends first, and how the others learn of it: nobody says "stop".

use std::{
    collections::BTreeSet,
    sync::mpsc::{self, Receiver, TrySendError},
    time::Duration,
};

use phase6_async::channels::{
    Watched, merge, next_batch,
    press::{Article, Page, Press},
};

fn article(slug: &str) -> Article {
    Article { slug: slug.into(), text: format!("On {slug}.") }
}

fn set(Article { slug, text }: Article) -> Page {
    Page { slug, html: format!("<p>{text}</p>") }
}

fn main() {
    println!("The senders go first:");
    let bind_all = |pages: Receiver<Page>| pages.into_iter().map(|page| page.slug).collect::<BTreeSet<_>>();
    let press = Press::start(3, 1, set, bind_all);
    for slug in ["borrows", "loops", "paths", "queues", "tails"] {
        press.submit(article(slug)).expect("the binder takes all pages");
    }
    let closed = press.close();
    println!("  room for one article, three setters, and all are bound: {:?}", closed.issue);
    assert!(closed.issue.iter().eq(["borrows", "loops", "paths", "queues", "tails"]));

    println!("The receiver goes first:");
    let press = Press::start(1, 1, set, |pages| pages.into_iter().take(2).count());
    let author = (0..).find_map(|n| press.submit(article(&format!("chapter {n}"))).err());
    let returned = author.expect("an issue of two pages is full some time").0;
    println!("  an author got an article back, text and all: {}", returned.text.starts_with("On chapter"));
    assert!(returned.text.starts_with("On chapter"));
    let closed = press.close();
    println!("  bound: {}, set but returned to the setter: {:?}", closed.issue, closed.unbound[0].slug);
    assert_eq!((closed.issue, closed.unbound), (2, vec![set(article("chapter 2"))]));

    println!("A bound is a promise about memory:");
    let (desk, inbox) = mpsc::sync_channel(2);
    let offers = ["borrows", "loops", "paths"].map(|slug| desk.try_send(slug));
    println!("  {offers:?}");
    assert_eq!(offers, [Ok(()), Ok(()), Err(TrySendError::Full("paths"))]);
    let batch = next_batch(&inbox, 10);
    println!("  one batch of what is there: {batch:?}");
    assert_eq!(batch, Some(vec!["borrows", "loops"]));

    println!("A thread that waits for a sender which lives:");
    let watched = Watched::spawn(move || next_batch(&inbox, 10));
    let watched = watched.join_within(Duration::ZERO).expect_err("the desk may still send");
    println!("  no end within no time, so it is handed back");
    drop(desk);
    let ended = watched.join_within(Duration::MAX).expect("all senders are gone").expect("it does not panic");
    println!("  the sender goes, and it ends with {ended:?}");
    assert_eq!(ended, None);

    println!("Many to one:");
    let mut views = [0; 3];
    merge([vec![0, 2], vec![2, 1], vec![2]], |article: usize| {
        views[article] += 1;
        true
    });
    println!("  views, counted without a lock: {views:?}");
    assert_eq!(views, [1, 1, 3]);
}
