//! Two levels in one list.

use super::ArticleId;

/// One place of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// In which article.
    pub article: ArticleId,
    /// The number of the word in its text, from zero.
    pub place: u32,
}

/// The inverted index when it is complete: all places of all words in one list.
///
/// The places of word `i` lie between the ends of the words `i - 1` and `i`. So a group is a slice that nothing was
/// allocated for, two words that follow each other are neighbours in memory, and the whole index is three allocations
/// beside its words. In exchange, nothing can be added in the middle without moving all that follows.
///
/// # Example: groups are slices, and groups in groups are found in them
/// ```
/// use phase4_collections::nested_collections::{ArticleId, Occurrences};
///
/// let mut growing = Occurrences::default();
/// growing.index(ArticleId(7), "to be or not to be");
/// growing.index(ArticleId(9), "to have");
/// let postings = growing.freeze();
/// let counts: Vec<_> = postings.counts("to").collect();
/// assert_eq!(counts, [(ArticleId(7), 2), (ArticleId(9), 1)]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Postings {
    /// Sorted, so that they can be searched.
    words: Box<[String]>,
    /// For each word, where its postings end.
    ends: Box<[usize]>,
    postings: Box<[Posting]>,
}

impl Postings {
    /// The postings of a word, in the order of articles, and in each of them of places.
    pub fn of(&self, word: &str) -> &[Posting] {
        let Ok(at) = self.words.binary_search_by(|known| known.as_str().cmp(word)) else { return &[] };
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.postings[start..self.ends[at]]
    }

    /// How often the word stands in each of the articles that have it.
    ///
    /// A sorted list is a list of groups. `chunk_by` finds their borders while it goes along, and lends each group.
    pub fn counts(&self, word: &str) -> impl Iterator<Item = (ArticleId, usize)> {
        self.of(word)
            .chunk_by(|one, next| one.article == next.article)
            .filter_map(|group| Some((group.first()?.article, group.len())))
    }

    /// How many words are known.
    #[must_use]
    pub fn words(&self) -> usize {
        self.words.len()
    }
}

/// From different words in order, each with its postings in order, as an ordered map has them. This is not checked.
impl<P: IntoIterator<Item = Posting>> FromIterator<(String, P)> for Postings {
    fn from_iter<I: IntoIterator<Item = (String, P)>>(groups: I) -> Self {
        let (mut words, mut ends, mut postings) = (Vec::new(), Vec::new(), Vec::new());
        for (word, group) in groups {
            postings.extend(group);
            words.push(word);
            ends.push(postings.len());
        }
        Self { words: words.into(), ends: ends.into(), postings: postings.into() }
    }
}

/// Visits by day and hour. The second dimension is in the type, so the days lie one behind the other in one block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heat {
    days: Vec<[u32; 24]>,
}

impl Heat {
    /// No visits in so many days.
    pub fn new(days: usize) -> Self {
        Self { days: vec![[0; 24]; days] }
    }

    /// Counts a visit.
    ///
    /// # Panics
    /// If there is no such day or hour.
    pub fn visit(&mut self, day: usize, hour: usize) {
        self.days[day][hour] += 1;
    }

    /// All visits. Where the border between two days does not matter, there need not be one.
    pub fn total(&self) -> u32 {
        self.days.as_flattened().iter().sum()
    }

    /// The longest run of hours with at least `visits` in each. A run may go past midnight, so it is looked for in the
    /// flat hours: day by day it would be cut.
    pub fn longest_rush(&self, visits: u32) -> usize {
        let busy = |hour: &u32| *hour >= visits;
        self.days
            .as_flattened()
            .chunk_by(|one, next| busy(one) == busy(next))
            .filter(|run| busy(&run[0]))
            .map(<[_]>::len)
            .max()
            .unwrap_or(0)
    }

    /// Adds the visits of one day to another one and clears them; `false` if these are not two days.
    ///
    /// A row into a row: each index borrows the whole list (E0499). `get_disjoint_mut` is given both, and compares them.
    pub fn merge(&mut self, from: usize, into: usize) -> bool {
        let Ok([from, into]) = self.days.get_disjoint_mut([from, into]) else { return false };
        for (from, into) in from.iter_mut().zip(into) {
            *into += std::mem::take(from);
        }
        true
    }

    /// The hours one after the other, in the memory that they have been in.
    pub fn into_hours(self) -> Vec<u32> {
        self.days.into_flattened()
    }
}
