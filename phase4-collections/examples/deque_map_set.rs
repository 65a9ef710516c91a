//! An afternoon of a site: its cache, an attack on its maps, its history and its failures.
//!
//! Run: `cargo run --example deque_map_set`. Look for what a look-up is given, and for the two numbers of hashes.

use std::{
    collections::{BTreeSet, HashSet},
    hash::{BuildHasher, RandomState},
    sync::Arc,
};

use phase4_collections::deque_map_set::{
    Address, Failure, Failures, Fx, Page, PageCache, Versions, Visits, below,
};

/// How many different hashes an attacker's 1000 keys have.
fn hashes(hasher: &impl BuildHasher) -> usize {
    let keys = (0..1000_u64).map(|first| (first, first.wrapping_mul(Fx::K).rotate_left(5)));
    keys.map(|key| hasher.hash_one(key)).collect::<HashSet<_>>().len()
}

fn main() {
    let page = |html: &str, tag: &str| Page { html: html.into(), tags: HashSet::from([tag.into()]) };
    let mut cache = PageCache::new(2);
    cache.put(Address::new("en", "/moves"), page("moved", "rust"));
    cache.put(Address::new("de", "/moves"), page("verschoben", "rust"));
    let hit = cache.get("en", "/moves").map(|page| page.html.clone());
    println!("two &str find an address of two strings: {hit:?}");
    assert_eq!(hit.as_deref(), Some("moved"));
    let gone = cache.put(Address::new("en", "/maps"), page("mapped", "maps")).map(|(_, page)| page.html);
    println!("a third page pushes out the one not asked for longest: {gone:?}");
    assert_eq!(gone.as_deref(), Some("verschoben"));
    assert!(cache.rename(("en", "/maps"), Address::new("en", "/rust/maps")));
    let purged = cache.purge(&HashSet::from(["rust".into(), "iterators".into()]));
    println!("tag `rust` has changed: {} page out, {} stays", purged.len(), cache.pages());
    assert_eq!((purged.len(), cache.pages()), (1, 1));
    assert!(cache.get("en", "/rust/maps").is_some() && cache.get("en", "/maps").is_none());

    let keys = ["/rust/maps"; 2].map(Arc::<str>::from);
    let mut visits = Visits::<Arc<str>>::with_hasher(RandomState::new());
    let counts = keys.each_ref().map(|key| visits.count_owned(key.clone()));
    let owners = keys.each_ref().map(Arc::strong_count);
    println!(
        "two equal keys for `entry`, counts {counts:?}; the map keeps the first alone: {owners:?} owners"
    );
    assert_eq!((counts, owners), ([1, 2], [2, 1]));

    let (quick, seeded) = (hashes(&Fx), hashes(&RandomState::new()));
    println!("1000 keys chosen by an attacker: {quick} hash without a seed, {seeded} with one");
    assert_eq!((quick, seeded), (1, 1000));

    let mut versions = Versions::default();
    for (minute, text) in [(540, "draft"), (600, "final"), (660, "corrected")] {
        assert_eq!(versions.publish(minute, text), None);
    }
    println!("at minute 659 it read {:?}, at 539 {:?}", versions.at(659), versions.at(539));
    assert_eq!((versions.at(659), versions.at(539)), (Some("final"), None));
    let thinned = versions.thin(700, |minute| minute == 540);
    println!("replaced and never cited: {thinned:?}");
    assert_eq!(thinned, [(600, "final".to_owned())]);
    let paths = BTreeSet::from(["/go/maps", "/rust", "/rust/maps", "/rust/moves"].map(Arc::<str>::from));
    let rust: Vec<_> = below(&paths, "/rust/").collect();
    println!("below /rust/: {rust:?}");
    assert_eq!(rust, ["/rust/maps", "/rust/moves"]);

    let mut failures = Failures::new(4);
    (0..6).for_each(|minute| failures.add(Failure { minute, status: 500 }));
    let minutes = failures.since(3).map(|part| part.iter().map(|failure| failure.minute).collect::<Vec<_>>());
    println!("the last failures, as they are in memory: {minutes:?}");
    assert_eq!(minutes, [vec![3], vec![4, 5]]);
}
