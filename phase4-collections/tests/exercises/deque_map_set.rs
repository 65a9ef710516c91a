//! # The gate of an API
//!
//! Every request to the platform's API passes a gate. A client may make a limited number of calls in any `window`
//! seconds; clients who have been silent for so long are forgotten; and some ranges of addresses are shut out.
//!
//! A client that is known costs one look-up a call, and no copy of its name. Names are handed on as they are in memory.
//! Ranges may be many, so a question about one address must not look at all of them.

use std::{
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
    hash::{BuildHasher, RandomState},
    ops::RangeInclusive,
};

#[derive(Debug)]
pub struct Gate<S = RandomState> {
    /// For each client the seconds of the calls that were let through, oldest first.
    calls: HashMap<Box<str>, VecDeque<u64>, S>,
    limit: usize,
    window: u64,
}

impl<S: BuildHasher> Gate<S> {
    pub fn new(limit: usize, window: u64, hasher: S) -> Self {
        Self { calls: HashMap::with_hasher(hasher), limit, window }
    }

    /// Whether a call is let through: if fewer than `limit` were, in the `window` seconds before `now`. A call at second
    /// 10 counts up to 10 + `window`, exclusively. A call that is turned away does not count, and a client whose first
    /// call is turned away does not become known. `now` never decreases.
    pub fn admit(&mut self, client: &str, now: u64) -> bool {
        // solution:begin
        // hint: Which look-up of a `HashMap<Box<str>, _>` takes a `&str`, and which one wants a `Box<str>`?
        // hint: `get_mut(client)` first; only if that is `None`, `insert` a queue with `now` in it.
        // hint: `while calls.pop_front_if(|second| …).is_some() {}` forgets what is out of the window.
        // ban: entry because it wants an owned key for each call, also for a client that is known
        // ban: contains_key because a known client would be hashed twice
        // ban: remove because removing at the front moves all that stand behind
        if let Some(calls) = self.calls.get_mut(client) {
            while calls.pop_front_if(|second| *second + self.window <= now).is_some() {}
            let admitted = calls.len() < self.limit;
            if admitted {
                calls.push_back(now);
            }
            return admitted;
        }
        if self.limit == 0 {
            return false;
        }
        self.calls.insert(client.into(), VecDeque::from([now]));
        true
        // solution:end
    }

    /// Forgets the clients without a call in the `window` seconds before `now`, and returns their names in order.
    pub fn forget_silent(&mut self, now: u64) -> Vec<Box<str>> {
        // solution:begin
        // hint: `retain` would drop the names. Which method removes entries and hands them over?
        // hint: The last call decides: `calls.back()`.
        // ban: clone because the names can leave the map as they are
        let window = self.window;
        let silent = self.calls.extract_if(|_, calls| calls.back().is_none_or(|last| last + window <= now));
        let mut names: Vec<_> = silent.map(|(client, _)| client).collect();
        names.sort_unstable();
        names
        // solution:end
    }

    /// How many calls are remembered.
    pub fn remembered(&self) -> usize {
        self.calls.values().map(VecDeque::len).sum()
    }
}

/// Whom to write to: those who were turned away and are customers, but not those who asked not to be written to. In order
/// of their names.
pub fn to_be_told<'a>(
    turned_away: &'a HashSet<Box<str>>,
    customers: &HashSet<Box<str>>,
    silent: &HashSet<Box<str>>,
) -> Vec<&'a str> {
    // solution:begin
    // hint: `&a & &b` makes a new set, of clones. Which method of a set does the same lazily, and lends?
    // hint: The result must be lent by `turned_away`, and `intersection` may lend from either of its two sets.
    // hint: So filter `turned_away` by `contains` on the other two.
    // ban: clone because the names are lent
    let wanted = |name: &&str| customers.contains(*name) && !silent.contains(*name);
    let mut names: Vec<&str> = turned_away.iter().map(|name| &**name).filter(wanted).collect();
    names.sort_unstable();
    names
    // solution:end
}

/// Ranges of addresses, no two of which overlap: from each first address to the last, which is part of the range.
#[derive(Debug)]
pub struct ShutOut<K> {
    ranges: BTreeMap<K, K>,
}

impl<K: Ord + Copy> ShutOut<K> {
    pub fn new() -> Self {
        Self { ranges: BTreeMap::new() }
    }

    /// Whether the address is in one of the ranges.
    pub fn contains(&self, address: K) -> bool {
        // solution:begin
        // hint: Only one range can contain it: the last one that begins at it or before.
        // hint: `range(..=address)` is double-ended.
        self.ranges.range(..=address).next_back().is_some_and(|(_, last)| address <= *last)
        // solution:end
    }

    /// Adds a range. Those that it overlaps become one with it; all others stay. An empty range adds nothing.
    pub fn add(&mut self, range: RangeInclusive<K>) {
        // solution:begin
        // hint: At most one range that begins before can reach into the new one; all others that overlap begin in it.
        // hint: Take the first from `range(..first).next_back()`, and the others with `extract_if(first..=last, …)`.
        // hint: Ranges that begin inside are all taken; the largest of their ends and of yours is the new end.
        if range.is_empty() {
            return;
        }
        let (mut first, mut last) = range.into_inner();
        if let Some((&before, &end)) = self.ranges.range(..first).next_back()
            && first <= end
        {
            first = before;
        }
        for (_, end) in self.ranges.extract_if(first..=last, |_, _| true) {
            last = last.max(end);
        }
        self.ranges.insert(first, last);
        // solution:end
    }
}

/// Counts how often a map asks for a hash.
#[derive(Clone, Default)]
struct Counting(std::rc::Rc<std::cell::Cell<usize>>);

impl BuildHasher for Counting {
    type Hasher = std::hash::DefaultHasher;

    fn build_hasher(&self) -> Self::Hasher {
        self.0.set(self.0.get() + 1);
        std::hash::DefaultHasher::new()
    }
}

fn gate(limit: usize, window: u64) -> Gate {
    Gate::new(limit, window, RandomState::new())
}

fn names(numbers: std::ops::Range<u32>) -> HashSet<Box<str>> {
    numbers.map(|number| number.to_string().into()).collect()
}

#[test]
fn the_window_slides_and_refusals_do_not_count() {
    let mut gate = gate(2, 10);
    let calls =
        [(0, true), (3, true), (4, false), (9, false), (10, true), (12, false), (13, true), (19, false)];
    for (second, expected) in calls {
        assert_eq!(gate.admit("ada", second), expected, "at second {second}");
    }
    assert!(gate.admit("grace", 19), "every client has a window of its own");
}

#[test]
fn only_calls_in_the_window_are_remembered() {
    let mut gate = gate(100, 10);
    for second in 0..500 {
        assert!(gate.admit("ada", second));
    }
    assert_eq!(gate.remembered(), 10);
}

#[test]
fn nobody_passes_a_closed_gate_or_is_known_to_it() {
    let mut gate = gate(0, 10);
    assert!(!gate.admit("ada", 0) && !gate.admit("ada", 99));
    assert!(gate.forget_silent(1000).is_empty());
}

#[test]
fn a_known_client_is_hashed_once_a_call() {
    let hashes = Counting::default();
    let mut gate = Gate::new(3, 10, hashes.clone());
    gate.admit("ada", 0);
    gate.admit("grace", 0);
    hashes.0.set(0);
    for second in 1..30 {
        gate.admit("ada", second);
    }
    assert_eq!(hashes.0.get(), 29);
}

#[test]
fn silent_clients_are_forgotten_in_order_and_others_stay() {
    let mut gate = gate(5, 10);
    for (client, second) in [("mary", 0), ("ada", 1), ("grace", 2), ("ada", 4), ("joan", 4)] {
        assert!(gate.admit(client, second));
    }
    assert_eq!(gate.forget_silent(12), [Box::from("grace"), Box::from("mary")]);
    assert_eq!((gate.forget_silent(12).len(), gate.remembered()), (0, 3));
    assert_eq!(gate.forget_silent(14), [Box::from("ada"), Box::from("joan")]);
    assert!(names(100..120).iter().all(|name| gate.admit(name, 20)));
    let forgotten = gate.forget_silent(30);
    assert!(forgotten.len() == 20 && forgotten.is_sorted(), "{forgotten:?}");
}

#[test]
fn those_to_be_told_are_lent_by_the_set_of_those_turned_away() {
    let turned_away = names(100..150);
    // Whichever of the sets is smaller, the names come from the first.
    for customers in [names(120..140), names(120..190)] {
        let told = to_be_told(&turned_away, &customers, &names(130..160));
        assert_eq!(told, ["120", "121", "122", "123", "124", "125", "126", "127", "128", "129"]);
        for name in told {
            assert!(turned_away.iter().any(|owned| std::ptr::eq(&**owned, name)), "{name} was copied");
        }
    }
}

#[test]
fn ranges_that_overlap_become_one() {
    let mut shut_out = ShutOut::new();
    for range in [10..=20, 30..=40, 50..=60, 15..=33] {
        shut_out.add(range);
    }
    assert_eq!(shut_out.ranges, BTreeMap::from([(10, 40), (50, 60)]));
    shut_out.add(12..=13);
    assert_eq!(shut_out.ranges, BTreeMap::from([(10, 40), (50, 60)]));
    shut_out.add(60..=60);
    shut_out.add(40..=50);
    assert_eq!(shut_out.ranges, BTreeMap::from([(10, 60)]));
    #[expect(clippy::reversed_empty_ranges, reason = "an empty range is what is tested")]
    shut_out.add(80..=70);
    assert_eq!(shut_out.ranges.len(), 1);
}

#[test]
fn ranges_agree_with_a_list_of_addresses() {
    let mut state = 7_u64;
    let mut random = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    for _ in 0..200 {
        let mut shut_out = ShutOut::new();
        let mut list = [false; 40];
        for _ in 0..random(8) {
            let first = random(35) as usize;
            let last = first + random(5) as usize;
            shut_out.add(first..=last);
            list[first..=last].fill(true);
        }
        let seen: Vec<bool> = (0..40).map(|address| shut_out.contains(address)).collect();
        assert_eq!(seen, list);
        let ranges: Vec<_> = shut_out.ranges.iter().collect();
        assert!(ranges.windows(2).all(|pair| pair[0].1 < pair[1].0), "{ranges:?} overlap");
    }
}

thread_local!(static COMPARISONS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) });

#[derive(Clone, Copy, PartialEq, Eq)]
struct Address(u32);

impl Ord for Address {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        COMPARISONS.set(COMPARISONS.get() + 1);
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for Address {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[test]
fn one_address_is_not_compared_with_all_ranges() {
    let mut shut_out = ShutOut::new();
    for n in 0..10_000 {
        shut_out.add(Address(10 * n)..=Address(10 * n + 4));
    }
    COMPARISONS.set(0);
    assert!(shut_out.contains(Address(98_764)) && !shut_out.contains(Address(98_765)));
    shut_out.add(Address(98_763)..=Address(98_765));
    assert!(COMPARISONS.get() < 1000, "{} comparisons", COMPARISONS.get());
}
