//! What a map asks of its keys, what each look-up costs, and what order adds: queues, maps and sets from inside.
//!
//! After this lesson you can look up an owned key without making one, even a key of two parts; say how often a call
//! hashes and allocates; exchange the hasher and know what is given up with it; and take entries out while deciding
//! about them. The lesson keeps the pages of a site in a cache that forgets the page that was not asked for longest.
//!
//! | question | answer | here |
//! |---|---|---|
//! | What may I pass to `get`? | a `&Q`, if `K: Borrow<Q>`, and both have the same `Eq`, `Hash` and `Ord` | [`Address`] |
//! | What does `entry` save? | the second hash for a key that is new; it wants an owned key for each call | [`Visits`] |
//! | Why is hashing slow by default? | nobody outside can choose keys that collide | [`Fx`] |
//! | May a key change? | never in its map: a key is lent by `&` only, and its hash must stay | [`PageCache::rename`] |
//! | What does `insert` do with an equal key? | it replaces the value, and *keeps the old key* | [`PageCache::put`] |
//! | When is a `BTreeMap` right? | neighbours are asked for: ranges, prefixes, "the last one before" | [`Versions`], [`below`] |
//! | What is a [`VecDeque`]? | a ring: two slices, of which the second continues the first | [`Failures`] |

mod hashing;
mod keys;
mod order;

use std::{
    cell::Cell,
    collections::{HashMap, HashSet, VecDeque},
    hash::{BuildHasher, RandomState},
    sync::Arc,
};

pub use hashing::{Fx, FxHasher};
pub use keys::{Address, Parts, Visits};
pub use order::{Failure, Failures, Versions, below};

/// A page as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The body.
    pub html: String,
    /// What the page is about. Whoever changes a tag has to [`purge`](PageCache::purge).
    pub tags: HashSet<Arc<str>>,
}

/// Keeps up to `capacity` pages. If another one comes, the least recently used of them has to go.
///
/// A hit would have to move its address to the end of the queue of uses, and a queue cannot find it. So each hit appends
/// a use, the older uses of the page become *stale*, and they are skipped when they come to the front. When the queue is
/// full, it is swept, and at least half empty again. So it never grows: a hit allocates nothing, and costs fewer than
/// three look-ups on average, however large the cache is.
///
/// # Example: a hit makes a page young
/// ```
/// use phase4_collections::deque_map_set::{Address, Page, PageCache};
///
/// let mut cache = PageCache::new(2);
/// let page = || Page { html: "<p>".into(), tags: ["rust".into()].into() };
/// cache.put(Address::new("en", "/a"), page());
/// cache.put(Address::new("de", "/a"), page());
/// assert!(cache.get("en", "/a").is_some());
/// let gone = cache.put(Address::new("en", "/b"), page());
/// assert_eq!(gone.map(|(address, _)| address), Some(Address::new("de", "/a")));
/// ```
#[derive(Debug)]
pub struct PageCache<S = RandomState> {
    slots: HashMap<Address, Slot, S>,
    /// Every address that is cached is here with its last use; all other elements are stale.
    uses: VecDeque<(Address, u64)>,
    capacity: usize,
    clock: u64,
}

#[derive(Debug)]
struct Slot {
    page: Page,
    /// A `Cell`, because a hit also wants the key, and no look-up of a `HashMap` lends `(&K, &mut V)`.
    last_use: Cell<u64>,
}

impl PageCache {
    /// An empty cache with the standard library's hasher.
    ///
    /// # Panics
    /// If the capacity is zero.
    pub fn new(capacity: usize) -> Self {
        Self::with_hasher(capacity, RandomState::new())
    }
}

impl<S: BuildHasher> PageCache<S> {
    /// An empty cache with another hasher. `new` is not generic over it, because inference does not fall back to the
    /// default of a type parameter: `PageCache::new(2)` would be ambiguous.
    ///
    /// # Panics
    /// If the capacity is zero.
    pub fn with_hasher(capacity: usize, hasher: S) -> Self {
        assert!(capacity > 0, "a cache without room");
        Self {
            slots: HashMap::with_capacity_and_hasher(capacity, hasher),
            uses: VecDeque::with_capacity(2 * capacity + 1),
            capacity,
            clock: 0,
        }
    }

    /// The page, which is now the most recently used one.
    ///
    /// The pair of `&str` is looked up as it is; the address for the queue is a clone of the key that the map has, and
    /// that only counts references.
    pub fn get(&mut self, language: &str, path: &str) -> Option<&Page> {
        let (address, slot) = self.slots.get_key_value(&(language, path) as &dyn Parts)?;
        self.clock += 1;
        slot.last_use.set(self.clock);
        self.uses.push_back((address.clone(), self.clock));
        sweep(&mut self.uses, &self.slots, self.capacity);
        Some(&slot.page)
    }

    /// Keeps the page under its address, and returns the one that had to go for it.
    ///
    /// If the address is cached already, only the page is replaced: the map goes on with the key that it has, and
    /// `address` is dropped. [`insert_entry`](std::collections::hash_map::Entry::insert_entry) sets the value in either
    /// case, and then lends the key that is in the map.
    pub fn put(&mut self, address: Address, page: Page) -> Option<(Address, Page)> {
        let is_new = !self.slots.contains_key(&address);
        let evicted = if is_new && self.slots.len() == self.capacity { self.evict() } else { None };
        self.clock += 1;
        let slot = Slot { page, last_use: Cell::new(self.clock) };
        let entry = self.slots.entry(address).insert_entry(slot);
        self.uses.push_back((entry.key().clone(), self.clock));
        sweep(&mut self.uses, &self.slots, self.capacity);
        evicted
    }

    /// Moves a page to another address; `false` if it is not cached. What was cached there is replaced.
    ///
    /// No map lends its keys mutably: a key in the wrong bucket, or out of order, would not be found any more. The page
    /// leaves under the old key and comes back under the new one, and its body stays where it is in memory.
    pub fn rename(&mut self, from: (&str, &str), to: Address) -> bool {
        let Some(slot) = self.slots.remove(&from as &dyn Parts) else { return false };
        // A place has just become free, so nobody is evicted.
        self.put(to, slot.page);
        true
    }

    /// Takes out the pages with any of these tags, in no particular order. Their uses become stale.
    ///
    /// `retain` would drop them; `extract_if` hands them over, and decides about the next one only when it is asked.
    /// Set operations such as `is_disjoint` need no third set; `&a & &b` makes one, of clones.
    pub fn purge(&mut self, tags: &HashSet<Arc<str>>) -> Vec<(Address, Page)> {
        let affected = self.slots.extract_if(|_, slot| !slot.page.tags.is_disjoint(tags));
        affected.map(|(address, slot)| (address, slot.page)).collect()
    }

    /// How many pages are cached.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.slots.len()
    }

    fn evict(&mut self) -> Option<(Address, Page)> {
        while self.uses.pop_front_if(|used| is_stale(used, &self.slots)).is_some() {}
        let (address, _) = self.uses.pop_front()?;
        self.slots.remove_entry(&address).map(|(address, slot)| (address, slot.page))
    }
}

/// Forgets the stale uses when the queue is full. At most `capacity` of them stay, one for each page.
fn sweep<S: BuildHasher>(
    uses: &mut VecDeque<(Address, u64)>,
    slots: &HashMap<Address, Slot, S>,
    capacity: usize,
) {
    if uses.len() > 2 * capacity {
        uses.retain(|used| !is_stale(used, slots));
    }
}

fn is_stale<S: BuildHasher>((address, at): &(Address, u64), slots: &HashMap<Address, Slot, S>) -> bool {
    slots.get(address).is_none_or(|slot| slot.last_use.get() != *at)
}
