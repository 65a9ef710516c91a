//! Collections in collections: how to fill, split and empty them, and when one flat list does the same for less.
//!
//! After this lesson you can build a map of sets in one expression without leaving empty sets behind, merge two inner
//! collections of one outer, and recognise the nested collections that want to be flat: those that are built once and
//! read often, those whose rows have one length, and trees. The lesson is the search of a publishing platform.
//!
//! | you have | keep it as | because | here |
//! |---|---|---|---|
//! | groups that come and go | a map of sets | a group is found, grown and removed by itself | [`TagIndex`] |
//! | groups that are complete | one sorted `Vec`, and where each group ends | a group is a slice, and nothing is allocated for it | [`Postings`] |
//! | rows of one length | `Vec<[T; N]>` | the rows are one block, which [`as_flattened`](slice::as_flattened) shows | [`Heat`] |
//! | a tree | one `Vec`, and the parent's index in each node | no recursion, and a parent is not borrowed by its children | [`Thread`] |
//!
//! Every inner collection that is not empty points to memory of its own: one more allocation to make, to clone and to
//! drop, and one more place to read from. How much that is felt depends on how much is done between two such steps. For
//! 20 000 rows of 24 numbers, a `Vec<Vec<_>>` takes about twice as long as a `Vec<[_; 24]>` to add up, 3 times if its
//! rows have been shuffled since they were made, and 10 times to clone. Reading all of an index of three levels takes
//! less than twice as long as reading the flat one. (`cargo bench -p phase4-collections --bench nested_collections`)

mod flat;
mod tree;

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
};

pub use flat::{Heat, Posting, Postings};
pub use tree::{CommentId, Reply, Thread};

/// The number of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub u32);

/// Which articles have a tag. A tag without articles does not exist.
///
/// Both levels are ordered, so an answer is the same at each call, and the articles of two tags can be intersected
/// without a third set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagIndex {
    articles: BTreeMap<String, BTreeSet<ArticleId>>,
}

impl TagIndex {
    /// Adds the tag to the article; `false` if it has the tag already.
    pub fn add(&mut self, tag: &str, article: ArticleId) -> bool {
        self.articles.entry(tag.to_owned()).or_default().insert(article)
    }

    /// Takes the tag from the article, and forgets a tag that nothing has any more; `false` if it does not have it.
    ///
    /// `or_default` would make a set only to find nothing in it. What removes looks up.
    pub fn remove(&mut self, tag: &str, article: ArticleId) -> bool {
        let Some(articles) = self.articles.get_mut(tag) else { return false };
        let removed = articles.remove(&article);
        if articles.is_empty() {
            self.articles.remove(tag);
        }
        removed
    }

    /// Takes all tags from the article and returns how many it had.
    ///
    /// `retain` hands out the inner collections mutably, so one pass changes them and removes those that became empty.
    pub fn retract(&mut self, article: ArticleId) -> usize {
        let mut had = 0;
        self.articles.retain(|_, articles| {
            had += usize::from(articles.remove(&article));
            !articles.is_empty()
        });
        had
    }

    /// Gives the articles of one tag to another one, and returns how many of them that has now.
    ///
    /// Two inner sets of one map cannot be borrowed at once by two calls (E0499). So the set to be emptied is taken out,
    /// and belongs to nobody else when the other one is borrowed. `append` moves its articles, and the first tag is gone.
    /// (Merged into itself, a tag goes and comes back.)
    pub fn merge(&mut self, from: &str, into: &str) -> usize {
        if let Some(mut moved) = self.articles.remove(from) {
            self.articles.entry(into.to_owned()).or_default().append(&mut moved);
        }
        self.articles(into).len()
    }

    /// The articles with both tags, in order. They are looked for as they are asked for.
    pub fn with_both(&self, one: &str, other: &str) -> impl Iterator<Item = ArticleId> {
        self.articles(one).intersection(self.articles(other)).copied()
    }

    /// The articles with the tag.
    ///
    /// An empty set that lives for ever stands in for a tag that does not exist; an empty `BTreeSet` can be a constant.
    pub fn articles(&self, tag: &str) -> &BTreeSet<ArticleId> {
        static NONE: BTreeSet<ArticleId> = BTreeSet::new();
        self.articles.get(tag).unwrap_or(&NONE)
    }

    /// The tags, in order.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.articles.keys().map(String::as_str)
    }
}

/// The inverted index while it grows: for each word the articles, for each article the places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Occurrences {
    places: BTreeMap<String, BTreeMap<ArticleId, Vec<u32>>>,
}

impl Occurrences {
    /// Adds the words of a text to the places of the article, after dropping what it had before.
    ///
    /// A chain of entries makes each level that is missing. Its keys must be owned: this one has just been made in lower
    /// case. One that would be copied for the entry alone is better looked up first, as in
    /// [`Visits`](crate::deque_map_set::Visits).
    pub fn index(&mut self, article: ArticleId, text: &str) {
        self.drop_article(article);
        for (place, word) in (0..).zip(text.split_whitespace()) {
            self.places.entry(word.to_lowercase()).or_default().entry(article).or_default().push(place);
        }
    }

    /// Forgets the article.
    pub fn drop_article(&mut self, article: ArticleId) {
        self.places.retain(|_, articles| {
            articles.remove(&article);
            !articles.is_empty()
        });
    }

    /// The postings of a word, in the order of articles, and in each of them of places.
    ///
    /// `self.places[word]` would panic if the word is missing. An `Option` of a map is iterated like a list of at most one.
    pub fn of(&self, word: &str) -> impl Iterator<Item = Posting> {
        self.places.get(word).into_iter().flatten().flat_map(|(article, places)| {
            places.iter().map(|place| Posting { article: *article, place: *place })
        })
    }

    /// The index as it is read: flat. What is left is empty, and can be filled again.
    ///
    /// Behind `&mut self` nothing can be moved out (E0507), unless something is put in its place: `take` leaves an empty
    /// map, which allocates nothing.
    pub fn freeze(&mut self) -> Postings {
        mem::take(&mut self.places)
            .into_iter()
            .map(|(word, articles)| {
                let postings = articles.into_iter().flat_map(|(article, places)| {
                    places.into_iter().map(move |place| Posting { article, place })
                });
                (word, postings)
            })
            .collect()
    }
}
