use phase4_collections::collection_iterators::{
    Article, Feed, leads, lengths, merge, most_read,
    page::{Slot, despike, fold_runs, graduate, scatter},
};

use crate::counting::{Counts, counted};

const NOTHING: Counts = Counts { allocations: 0, reallocations: 0, frees: 0 };

fn feeds() -> [Feed; 3] {
    feeds_of(100)
}

fn feeds_of(articles: u32) -> [Feed; 3] {
    [7, 11, 13].map(|step| {
        let mut feed = Feed::default();
        for number in 0..articles {
            feed.post(number * step, Article { title: format!("{step}, {number}"), reads: number % step });
        }
        feed
    })
}

#[test]
fn merging_allocates_one_heap_and_nothing_for_an_article() {
    let (short, long) = (feeds_of(1), feeds_of(100));
    let (counts, merged) = counted(|| merge(&long).count());
    assert_eq!((counts.allocations, counts.frees, merged), (1, 1, 300));
    assert_eq!(counted(|| merge(&short).count()), (counts, 3));
}

#[test]
fn the_hint_of_a_merged_feed_lets_collect_allocate_once() {
    let feeds = feeds();
    let merged = merge(&feeds);
    let (counts, articles) = counted(|| merged.collect::<Vec<_>>());
    assert_eq!((counts.allocations, counts.reallocations), (1, 0));
    assert_eq!(articles.len(), 300);
}

#[test]
fn articles_move_through_a_merge_without_an_allocation() {
    let mut merged = merge(feeds());
    let (counts, moved) =
        counted(|| merged.by_ref().take(200).map(|(_, article)| std::mem::forget(article)).count());
    assert_eq!((counts.allocations, counts.reallocations, moved), (0, 0, 200));
}

#[test]
fn lending_allocates_only_the_list_of_references() {
    let mut feeds = feeds();
    let (counts, _) = counted(|| (lengths(&feeds), leads(&mut feeds).map(|lead| lead.is_some())));
    assert_eq!(counts, NOTHING);
    // The list grows, because `flatten` does not know how many there will be, and sorting may take some room.
    let (counts, _) = counted(|| most_read(&mut feeds, 5).len());
    assert!(counts.allocations <= 2, "{counts:?}");
}

#[test]
fn neighbours_are_changed_in_place() {
    let mut page: Vec<_> =
        "NNSSWNNN".chars().map(|desk| Slot { desk, points: 24, folded: false, hours: 3 }).collect();
    let mut hourly = [3, 9, 3, 4, 4, 0, 4];
    let (counts, ()) = counted(|| {
        graduate(&mut page, 4);
        scatter(&mut page);
        fold_runs(&mut page);
        despike(&mut hourly);
    });
    assert_eq!(counts, NOTHING);
}
