//! Look-ups without the key, and counts per key.

use std::{
    borrow::Borrow,
    collections::HashMap,
    hash::{BuildHasher, Hash, Hasher, RandomState},
    sync::Arc,
};

/// Where a page is found.
///
/// `get` takes a `&Q` with `Address: Borrow<Q>`. A tuple `(&str, &str)` cannot be that `Q`: `borrow` has to return a
/// reference into the address, and there is no tuple in it to refer to. A trait object needs none: `&dyn Parts` is
/// made of a reference to *any* value that can say its two parts.
///
/// # Example: neither string is made for the look-up
/// ```
/// use std::collections::HashMap;
/// use phase4_collections::deque_map_set::{Address, Parts};
///
/// let stock = HashMap::from([(Address::new("en", "/moves"), 7)]);
/// assert_eq!(stock.get(&("en", "/moves") as &dyn Parts), Some(&7));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    language: Arc<str>,
    path: Arc<str>,
}

impl Address {
    /// The address of this path in this language.
    pub fn new(language: &str, path: &str) -> Self {
        Self { language: language.into(), path: path.into() }
    }

    /// Without the host, beginning with a slash.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }
}

/// What can be looked up as an [`Address`].
pub trait Parts {
    /// Language and path.
    fn parts(&self) -> (&str, &str);
}

impl Parts for Address {
    fn parts(&self) -> (&str, &str) {
        (&self.language, &self.path)
    }
}

impl Parts for (&str, &str) {
    fn parts(&self) -> (&str, &str) {
        *self
    }
}

/// `Borrow` promises that both sides are equal, and hash, alike. A derive would do the same today; written out,
/// it does not rely on how a derive combines the fields.
impl Hash for Address {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl Hash for dyn Parts + '_ {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl PartialEq for dyn Parts + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for dyn Parts + '_ {}

/// The `'a` lets a look-up use parts that live shorter than the map. Without it, this would say `dyn Parts + 'static`.
impl<'a> Borrow<dyn Parts + 'a> for Address {
    fn borrow(&self) -> &(dyn Parts + 'a) {
        self
    }
}

/// How often each page was visited.
///
/// | for a key that is | [`count_owned`](Self::count_owned) | [`count`](Self::count) |
/// |---|---|---|
/// | known | hashes once, drops the caller's key | hashes once, needs no key |
/// | new | hashes once, keeps the key | hashes twice, makes a key |
///
/// (Beside that, a map that has to grow hashes all its keys again.) Which one is better depends on who pays for the key.
/// `count_owned(path.to_owned())` makes a string for every visit and drops nearly all of them: with 500 pages and 10 000
/// visits it takes about twice as long as `count`. With numbers for keys, both are equally fast. The rival that loses is
/// to ask `contains_key` first and `get_mut` then: it hashes twice for every visit, and takes nearly twice as long.
/// (`cargo bench -p phase4-collections --bench deque_map_set`)
#[derive(Debug)]
pub struct Visits<K, S = RandomState> {
    counts: HashMap<K, u64, S>,
}

impl<K: Eq + Hash, S: BuildHasher> Visits<K, S> {
    /// Counts a visit to a page whose key the caller gives away.
    pub fn count_owned(&mut self, page: K) -> u64 {
        let count = self.counts.entry(page).or_default();
        *count += 1;
        *count
    }

    /// Counts a visit to a page whose key is made only if it is new.
    pub fn count<Q>(&mut self, page: &Q) -> u64
    where
        K: Borrow<Q>,
        Q: ?Sized + Eq + Hash + ToOwned<Owned = K>,
    {
        // A number is returned. Were it the `&mut` to the count, the borrow would reach into the other path (E0499).
        if let Some(count) = self.counts.get_mut(page) {
            *count += 1;
            return *count;
        }
        self.counts.insert(page.to_owned(), 1);
        1
    }
}

impl<K, S> Visits<K, S> {
    /// No visits. As this is `const`, and an empty map allocates nothing, a `static` can hold the result, if its hasher
    /// can be made in a constant, too. [`RandomState`] cannot: it needs a seed.
    ///
    /// # Example: a map in a static
    /// ```
    /// use std::sync::Mutex;
    /// use phase4_collections::deque_map_set::{Fx, Visits};
    ///
    /// static VISITS: Mutex<Visits<u64, Fx>> = Mutex::new(Visits::with_hasher(Fx));
    ///
    /// let mut visits = VISITS.lock().expect("nobody panics while counting");
    /// assert_eq!((visits.count_owned(7), visits.count(&7)), (1, 2));
    /// ```
    pub const fn with_hasher(hasher: S) -> Self {
        Self { counts: HashMap::with_hasher(hasher) }
    }
}
