//! Three desks, one feed: lent, lent to be changed, and moved, by the same function; then a page whose slots change
//! each other.
//!
//! Run: `cargo run --example collection_iterators`. Look for what `merge` returns when it is given `&desks`,
//! `&mut desks` and `desks`, and for the loops over neighbours, none of which needs two indices.

use phase4_collections::collection_iterators::{
    Article, Feed, leads, lengths, merge, most_read,
    page::{Slot, despike, fold_runs, graduate, scatter, tick},
};

fn main() {
    let posts =
        [[(540, "Dockers vote"), (610, "Votes counted")], [(555, "Derby drawn"), (600, "Coach quits")]];
    let [news, sport] = posts.map(|posts| {
        let mut feed = Feed::default();
        for (minute, title) in posts {
            feed.post(minute, Article { title: title.into(), reads: 0 });
        }
        feed
    });
    let mut desks = [news, sport, Feed::default()];
    println!("articles of three desks: {:?}", lengths(&desks));
    assert_eq!(lengths(&desks), [2, 2, 0]);

    for (minute, article) in merge(&desks) {
        println!("  {minute}: {}", article.title);
    }
    assert!(merge(&desks).map(|(minute, _)| *minute).eq([610, 600, 555, 540]));
    for (reads, (minute, article)) in (1..).zip(merge(&mut desks)) {
        article.reads = reads * minute; // `*minute = …` would be refused: it decides on the place
    }
    let most: Vec<_> = most_read(&mut desks, 2).into_iter().map(|article| &article.title).collect();
    println!("lent again to be changed: {most:?} were read most");
    assert_eq!(most, ["Dockers vote", "Derby drawn"]);

    if let [Some(news), Some(sport), None] = leads(&mut desks) {
        std::mem::swap(news, sport);
    }
    desks[1].postpone(555, 620);
    let titles: Vec<_> = merge(desks).map(|(minute, article)| (minute, article.title)).collect();
    println!("two leads swapped, one article postponed, and all of them moved: {titles:?}");
    let expected =
        [(620, "Derby drawn"), (610, "Coach quits"), (600, "Votes counted"), (540, "Dockers vote")];
    assert!(titles.iter().map(|(minute, title)| (*minute, title.as_str())).eq(expected));

    let mut hourly = [40, 42, 900, 41, 60, 61];
    despike(&mut hourly);
    println!("reads an hour, without the robot at three o'clock: {hourly:?}");
    assert_eq!(hourly, [40, 42, 42, 42, 60, 61]);

    let slot = |(desk, points, hours)| Slot { desk, points, folded: false, hours };
    let mut page: Vec<_> =
        [('N', 48, 3), ('N', 20, 2), ('S', 40, 1), ('S', 36, 2), ('S', 36, 2)].map(slot).into();
    scatter(&mut page);
    graduate(&mut page, 8);
    fold_runs(&mut page);
    for Slot { desk, points, folded, .. } in &page {
        println!("  {desk} {points}{}", if *folded { ", folded" } else { "" });
    }
    assert!(page.iter().map(|slot| slot.desk).eq("NSNSS".chars()));
    assert!(page.iter().map(|slot| slot.points).eq([36, 28, 20, 28, 36]));
    tick(&mut page);
    println!("an hour later, slots that are left: {}", page.len());
    assert_eq!((page.len(), page[1].folded), (4, false));
}
