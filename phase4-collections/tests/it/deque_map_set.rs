use std::{
    borrow::Borrow,
    cell::Cell,
    collections::{BTreeSet, HashMap, HashSet},
    hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState},
    rc::Rc,
    sync::Arc,
};

use phase4_collections::deque_map_set::{
    Address, Failure, Failures, Fx, Page, PageCache, Parts, Versions, Visits, below,
};

/// The next number of a linear congruence, below `bound`.
fn random(state: &mut u64, bound: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % bound
}

fn page(html: &str, tags: &[&str]) -> Page {
    Page { html: html.into(), tags: tags.iter().map(|tag| Arc::from(*tag)).collect() }
}

fn path(number: u64) -> String {
    format!("/{number}")
}

/// Counts the hashes that a map asks for.
#[derive(Clone, Default)]
struct CountingHasher(Rc<Cell<usize>>);

impl BuildHasher for CountingHasher {
    type Hasher = DefaultHasher;

    fn build_hasher(&self) -> DefaultHasher {
        self.0.set(self.0.get() + 1);
        DefaultHasher::new()
    }
}

impl CountingHasher {
    fn during<T>(&self, work: impl FnOnce() -> T) -> usize {
        let before = self.0.get();
        work();
        self.0.get() - before
    }
}

#[test]
fn the_cache_agrees_with_a_list_in_the_order_of_use() {
    for seed in 0..40 {
        let mut state = seed;
        let capacity = 1 + random(&mut state, 6) as usize;
        let mut cache = PageCache::with_hasher(capacity, Fx);
        // The naive cache: the least recently used page stands first.
        let mut list: Vec<(u64, String)> = Vec::new();
        for step in 0..400 {
            let key = random(&mut state, 10);
            let place = list.iter().position(|(listed, _)| *listed == key);
            match random(&mut state, 10) {
                0..5 => {
                    let found = cache.get("en", &path(key)).map(|page| page.html.clone());
                    assert_eq!(found, place.map(|place| list[place].1.clone()));
                    if let Some(place) = place {
                        list[place..].rotate_left(1);
                    }
                }
                5..8 => {
                    let html = format!("{step}");
                    let gone = cache.put(Address::new("en", &path(key)), page(&html, &[]));
                    if let Some(place) = place {
                        list.remove(place);
                    }
                    let oldest = (list.len() == capacity).then(|| list.remove(0));
                    list.push((key, html));
                    let expected =
                        oldest.map(|(key, html)| (Address::new("en", &path(key)), page(&html, &[])));
                    assert_eq!(gone, expected);
                }
                8 => {
                    let to = random(&mut state, 10);
                    let moved = cache.rename(("en", &path(key)), Address::new("en", &path(to)));
                    assert_eq!(moved, place.is_some());
                    if let Some(place) = place {
                        let (_, html) = list.remove(place);
                        list.retain(|(listed, _)| *listed != to);
                        list.push((to, html));
                    }
                }
                _ => {
                    let none = HashSet::from([Arc::from("unused")]);
                    assert!(cache.purge(&none).is_empty());
                }
            }
            assert_eq!(cache.pages(), list.len());
        }
    }
}

#[test]
fn a_hit_costs_fewer_than_three_look_ups_on_average_whatever_the_capacity() {
    for capacity in [1, 10, 300] {
        let hashes = CountingHasher::default();
        let mut cache = PageCache::with_hasher(capacity, hashes.clone());
        for number in 0..capacity as u64 {
            cache.put(Address::new("en", &path(number)), page("", &[]));
        }
        let spent = hashes.during(|| {
            for hit in 0..5000 {
                assert!(cache.get("en", &path(hit % capacity as u64)).is_some());
            }
        });
        assert!((5001..15_000).contains(&spent), "{spent} look-ups with a capacity of {capacity}");
    }
}

#[test]
fn languages_are_told_apart_and_parts_are_not_joined() {
    let mut cache = PageCache::new(3);
    cache.put(Address::new("en", "/a"), page("english", &[]));
    cache.put(Address::new("de", "/a"), page("german", &[]));
    assert_eq!(cache.get("de", "/a").map(|page| page.html.as_str()), Some("german"));
    assert_eq!(cache.get("en", "/a").map(|page| page.html.as_str()), Some("english"));
    assert_eq!(cache.get("en/", "a"), None);
    assert_eq!(cache.get("fr", "/a"), None);
}

#[test]
fn an_address_and_its_parts_are_equal_and_hash_alike() {
    let state = RandomState::new();
    for (language, path) in [("en", "/a"), ("", "/en/a"), ("en/a", "")] {
        let parts: &dyn Parts = &(language, path);
        let address = Address::new(language, path);
        assert_eq!(state.hash_one(parts), state.hash_one(&address));
        assert!(*parts == *(&address as &dyn Parts));
    }
    for other in [("en", "/b"), ("de", "/a")] {
        assert!(*(&("en", "/a") as &dyn Parts) != *(&other as &dyn Parts));
    }
}

#[test]
fn an_equal_key_replaces_the_page_but_not_the_key() {
    let mut cache = PageCache::new(2);
    let first = Address::new("en", "/a");
    let second = Address::new("en", "/a");
    cache.put(first.clone(), page("old", &[]));
    assert_eq!(cache.put(second.clone(), page("new", &["t"])), None);
    let (key, value) = cache.purge(&HashSet::from(["t".into()])).remove(0);
    assert_eq!(value.html, "new");
    assert!(Arc::ptr_eq(key.path(), first.path()) && !Arc::ptr_eq(key.path(), second.path()));
    assert_eq!(Arc::strong_count(second.path()), 1, "neither map nor queue has kept the other key");
}

#[test]
fn a_renamed_page_keeps_its_body_and_is_young() {
    let mut cache = PageCache::new(2);
    let body = page("body", &[]);
    let memory = body.html.as_ptr();
    cache.put(Address::new("en", "/old"), body);
    cache.put(Address::new("en", "/other"), page("", &[]));
    assert!(cache.rename(("en", "/old"), Address::new("en", "/new")));
    assert_eq!(cache.get("en", "/new").map(|page| page.html.as_ptr()), Some(memory));
    assert!(!cache.rename(("en", "/old"), Address::new("en", "/third")));
    let gone = cache.put(Address::new("en", "/fourth"), page("", &[]));
    assert_eq!(gone.map(|(address, _)| address), Some(Address::new("en", "/other")));
}

#[test]
fn a_purge_takes_the_pages_with_any_of_the_tags() {
    let mut cache = PageCache::new(4);
    for (path, tags) in [("/a", &["x", "y"][..]), ("/b", &["y"]), ("/c", &["z"]), ("/d", &[])] {
        cache.put(Address::new("en", path), page(path, tags));
    }
    let mut gone: Vec<_> = cache
        .purge(&HashSet::from(["x".into(), "z".into()]))
        .into_iter()
        .map(|(_, page)| page.html)
        .collect();
    gone.sort();
    assert_eq!(gone, ["/a", "/c"]);
    assert_eq!(cache.pages(), 2);
    assert!(cache.get("en", "/b").is_some() && cache.get("en", "/d").is_some());
}

#[test]
#[should_panic = "without room"]
fn a_cache_needs_room() {
    PageCache::new(0);
}

#[test]
fn the_entry_hashes_once_and_the_look_up_once_more_for_a_new_key() {
    let hashes = CountingHasher::default();
    // Large enough not to be rehashed: a table starts with room for three at least.
    let mut visits = Visits::<u64, _>::with_hasher(hashes.clone());
    visits.count_owned(0);
    assert_eq!(hashes.during(|| visits.count_owned(1)), 1);
    assert_eq!(hashes.during(|| visits.count_owned(1)), 1);
    assert_eq!(hashes.during(|| visits.count(&1)), 1);
    assert_eq!(hashes.during(|| visits.count(&2)), 2);
    let most = (3..20).map(|page| hashes.during(|| visits.count_owned(page))).max();
    assert!(most > Some(3), "growing hashes the keys that are there");
}

#[test]
fn visits_are_counted_alike_on_both_ways() {
    let mut visits = Visits::<String>::with_hasher(RandomState::new());
    let counts = [
        visits.count("/a"),
        visits.count_owned("/a".into()),
        visits.count_owned("/b".into()),
        visits.count("/b"),
        visits.count("/a"),
    ];
    assert_eq!(counts, [1, 2, 1, 2, 3]);
}

#[test]
fn the_quick_hasher_reads_all_bytes_and_the_order_of_words() {
    let hash = |bytes: &[u8]| {
        let mut hasher = Fx.build_hasher();
        hasher.write(bytes);
        hasher.finish()
    };
    let bytes: Vec<u8> = (1..=19).collect();
    for changed in 0..bytes.len() {
        let mut other = bytes.clone();
        other[changed] ^= 0x80;
        assert_ne!(hash(&bytes), hash(&other), "byte {changed}");
    }
    assert_ne!(Fx.hash_one((1_u64, 2_u64)), Fx.hash_one((2_u64, 1_u64)));
    assert_eq!(hash(&7_u64.to_le_bytes()), Fx.hash_one(7_u64));
}

#[test]
fn the_quick_hasher_spreads_round_numbers_over_the_low_bits() {
    for zeros in [10, 20, 32] {
        let low_bits: HashSet<u64> = (0..128).map(|n: u64| Fx.hash_one(n << zeros) % 128).collect();
        assert!(low_bits.len() > 40, "{zeros} zeros: only {} buckets of 128", low_bits.len());
    }
}

struct Compared<'c>((u64, u64), &'c Cell<usize>);

impl Hash for Compared<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl PartialEq for Compared<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.1.set(self.1.get() + 1);
        self.0 == other.0
    }
}

impl Eq for Compared<'_> {}

#[test]
fn chosen_keys_are_all_compared_with_each_other_unless_there_is_a_seed() {
    #[expect(clippy::mutable_key_type, reason = "the counter takes no part in hash and equality")]
    fn comparisons(hasher: impl BuildHasher) -> usize {
        let compared = Cell::new(0);
        let mut map = HashMap::with_hasher(hasher);
        for n in 0..500_u64 {
            map.insert(Compared((n, n.wrapping_mul(Fx::K).rotate_left(5)), &compared), ());
        }
        compared.get()
    }
    assert_eq!(comparisons(Fx), 499 * 500 / 2);
    assert!(comparisons(RandomState::new()) < 500);
}

#[test]
fn the_version_in_force_is_the_last_one_that_began() {
    let mut versions = Versions::default();
    assert_eq!(versions.at(5), None);
    for minute in [10, 20, 30] {
        assert_eq!(versions.publish(minute, &format!("v{minute}")), None);
    }
    let seen: Vec<_> = [9, 10, 19, 20, 31].map(|minute| versions.at(minute)).into();
    assert_eq!(seen, [None, Some("v10"), Some("v10"), Some("v20"), Some("v30")]);
    assert_eq!(versions.publish(20, "again"), Some("v20".into()));
}

#[test]
fn thinning_asks_only_about_versions_replaced_in_time() {
    for (minute, thinned, asked) in [
        (9, &[][..], &[][..]),
        (10, &[], &[]),
        (29, &[], &[10]),
        (30, &[20], &[10, 20]),
        (99, &[20, 30], &[10, 20, 30]),
    ] {
        let mut versions = Versions::default();
        for from in [10, 20, 30, 40] {
            versions.publish(from, "");
        }
        let mut seen = Vec::new();
        let gone = versions.thin(minute, |from| {
            seen.push(from);
            from == 10
        });
        let gone: Vec<u64> = gone.into_iter().map(|(from, _)| from).collect();
        assert_eq!((gone.as_slice(), seen.as_slice()), (thinned, asked), "before minute {minute}");
        assert!([10, minute].iter().all(|from| *from < 10 || versions.at(*from).is_some()));
    }
}

#[test]
fn paths_below_a_directory_agree_with_a_filter() {
    let mut state = 3;
    for _ in 0..200 {
        let mut text = |length: u64| -> String {
            (0..random(&mut state, length)).map(|_| ['/', 'a', 'b'][random(&mut state, 3) as usize]).collect()
        };
        let paths: BTreeSet<Arc<str>> = (0..20).map(|_| text(6).into()).collect();
        let directory = text(4);
        let filtered: Vec<&str> =
            paths.iter().map(|path| &**path).filter(|path| path.starts_with(&directory)).collect();
        assert_eq!(below(&paths, &directory).collect::<Vec<_>>(), filtered);
    }
}

thread_local!(static BORROWS: Cell<usize> = const { Cell::new(0) });

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct CountedPath(String);

impl Borrow<str> for CountedPath {
    fn borrow(&self) -> &str {
        BORROWS.set(BORROWS.get() + 1);
        &self.0
    }
}

#[test]
fn paths_outside_of_the_directory_are_not_visited() {
    let paths: BTreeSet<_> = (1000..9000).map(|number| CountedPath(path(number))).collect();
    assert_eq!(below(&paths, "/200").count(), 10);
    assert!(BORROWS.get() < 500, "{} of 8000 paths were looked at", BORROWS.get());
}

#[test]
fn the_ring_agrees_with_a_list_at_every_seam() {
    for limit in 1..6 {
        let mut failures = Failures::new(limit);
        let mut list: Vec<Failure> = Vec::new();
        for n in 0..20 {
            // Two failures in each minute.
            let failure = Failure { minute: n / 2, status: 500 + n as u16 };
            failures.add(failure.clone());
            list.push(failure);
            list.drain(..list.len().saturating_sub(limit));
            for minute in 0..12 {
                let expected: Vec<_> =
                    list.iter().filter(|failure| failure.minute >= minute).cloned().collect();
                assert_eq!(failures.since(minute).concat(), expected, "limit {limit}, since {minute}");
            }
        }
        assert_eq!(failures.into_vec(), list);
    }
}

#[test]
#[should_panic = "without room"]
fn a_ring_needs_room() {
    Failures::new(0);
}
