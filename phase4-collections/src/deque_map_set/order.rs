//! Ordered keys, and a ring.

use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet, VecDeque},
    ops::Bound,
};

/// The texts that a page has had, each from its minute on.
///
/// The question "which one was it at nine?" has no key to hash: it asks for a neighbour. A `BTreeMap` finds it in as
/// many steps as it finds a key.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Versions {
    from: BTreeMap<u64, String>,
}

impl Versions {
    /// A text that is valid from this minute on; the one that it replaces if there has been one for the same minute.
    pub fn publish(&mut self, minute: u64, text: &str) -> Option<String> {
        self.from.insert(minute, text.to_owned())
    }

    /// The text that was valid at this minute.
    pub fn at(&self, minute: u64) -> Option<&str> {
        self.from.range(..=minute).next_back().map(|(_, text)| text.as_str())
    }

    /// Takes out the versions that have been replaced by `minute` and that nobody cites.
    ///
    /// `extract_if` of a `BTreeMap` takes a range, and looks at nothing outside of it: here, at nothing from the version
    /// in force on.
    pub fn thin(&mut self, minute: u64, mut cited: impl FnMut(u64) -> bool) -> Vec<(u64, String)> {
        let Some((&in_force, _)) = self.from.range(..=minute).next_back() else { return Vec::new() };
        self.from.extract_if(..in_force, |from, _| !cited(*from)).collect()
    }
}

/// The paths below a directory such as `/rust/`, in order.
///
/// All strings with a common beginning are neighbours, so only they and the one behind them are visited. The bounds
/// are borrowed as `str`; a pair of [`Bound`]s can do that, while `"/rust/"..` can only have ends of a sized type
/// (E0277).
pub fn below<'a, P>(paths: &'a BTreeSet<P>, directory: &'a str) -> impl Iterator<Item = &'a str>
where
    P: Borrow<str> + Ord,
{
    let from_here = (Bound::Included(directory), Bound::Unbounded);
    paths.range::<str, _>(from_here).map(Borrow::borrow).take_while(move |path| path.starts_with(directory))
}

/// A request that could not be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// When.
    pub minute: u64,
    /// What the reader saw.
    pub status: u16,
}

/// The last failures, in the order of time. When the ring is full, the oldest makes room.
///
/// A `Vec` would move all elements for each one removed at its front. That is cheaper than it sounds, and still too
/// much: at 16 numbers it takes about 4 times as long as the ring, at 1000 more than 20 times.
/// (`cargo bench -p phase4-collections --bench deque_map_set`)
#[derive(Debug)]
pub struct Failures {
    ring: VecDeque<Failure>,
    limit: usize,
}

impl Failures {
    /// Keeps up to `limit` failures; their memory is allocated here, and never again.
    ///
    /// # Panics
    /// If the limit is zero.
    pub fn new(limit: usize) -> Self {
        assert!(limit > 0, "a ring without room");
        Self { ring: VecDeque::with_capacity(limit), limit }
    }

    /// Adds a failure that is not older than the others, and forgets the oldest if there are too many.
    pub fn add(&mut self, failure: Failure) {
        if self.ring.len() == self.limit {
            self.ring.pop_front();
        }
        self.ring.push_back(failure);
    }

    /// The failures from `minute` on, as the two slices that they are in memory, either of which may be empty.
    ///
    /// `partition_point` searches across the seam. `make_contiguous` would return one slice, but it needs `&mut` and
    /// may move all elements; whoever writes to a socket or adds up does not need it.
    pub fn since(&self, minute: u64) -> [&[Failure]; 2] {
        let start = self.ring.partition_point(|failure| failure.minute < minute);
        let (older, newer) = self.ring.as_slices();
        match start.checked_sub(older.len()) {
            None => [&older[start..], newer],
            Some(start) => [&newer[start..], &[]],
        }
    }

    /// The failures as one `Vec`, in the memory that the ring has had: elements may move, nothing is allocated.
    pub fn into_vec(self) -> Vec<Failure> {
        self.ring.into()
    }
}
