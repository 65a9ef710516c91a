//! What a loop lends from a collection, in three forms, and what it must never lend.
//!
//! Each desk of a magazine has a [`Feed`]; readers see all of them merged, newest first. After this lesson you can give
//! a collection of your own the three forms of iteration, so that generic code such as [`merge`] takes it by value and
//! by both kinds of reference; you know which parts of an element a mutable loop may hand out; and you can change
//! neighbours ([`page`]), for which there is no `windows_mut`.
//!
//! A `for` loop calls [`IntoIterator::into_iter`] on what stands after `in`. That takes `self`, so the loop takes what
//! it is given, be it a feed or a reference to one. `&Feed` and `&mut Feed` are types of their own, and each needs an
//! implementation of its own:
//!
//! | loop | the same as | an item is | the feed afterwards |
//! |---|---|---|---|
//! | `for item in &feed` | `feed.iter()` | `(&Minute, &Article)` | unchanged |
//! | `for item in &mut feed` | `feed.iter_mut()` | `(&Minute, &mut Article)` | the same places, other contents |
//! | `for item in feed` | `feed.into_iter()` | `(Minute, Article)` | moved (E0382) |
//!
//! The methods `iter` and `iter_mut` are a custom, for use in chains. The trait is what `for`, `flatten`, `zip`,
//! `extend` and generic functions ask for: with the methods alone, `for item in &feed` is refused (E0277).
//!
//! A `&mut T` can do more than call methods: `mem::swap` exchanges two whole elements, private fields and all. So what
//! decides on the place of an element is not lent mutably, unless a guard can repair the order afterwards:
//!
//! | collection | lends mutably | decides on the place |
//! |---|---|---|
//! | slice, `Vec`, `VecDeque`, `LinkedList` | all of the element | only its position |
//! | `HashMap`, `BTreeMap`, our [`Feed`] | the value: `(&K, &mut V)` in the maps, in their `retain` too | the key |
//! | `HashSet`, `BTreeSet` | nothing: they have no `iter_mut` (E0599) | the element |
//! | `BinaryHeap` | the greatest, by `peek_mut`, whose guard puts it in its new place | the element |
//!
//! To change a key is to take the element out and to put it back in: [`Feed::postpone`].
//!
//! None of this is about speed. A loop that counts an index up is compiled to about the same as one over `iter_mut`, or
//! over a `zip` of two slices (`cargo bench -p phase4-collections --bench collection_iterators slice`). What the loop
//! over elements saves is the index, which may be wrong; what it adds is that its references can be kept.

pub mod page;

use std::{
    cmp::{Ordering, Reverse},
    collections::{BinaryHeap, binary_heap::PeekMut},
    iter::{self, Rev, Zip},
    mem, slice, vec,
};

/// Minutes since the magazine went online.
pub type Minute = u32;

/// What readers read.
#[derive(Debug, PartialEq, Eq)]
pub struct Article {
    /// The headline.
    pub title: String,
    /// How often it was opened.
    pub reads: u32,
}

/// The articles of one desk, by the minute of their publication.
///
/// Minutes and articles are kept apart. So a mutable loop can lend all of an article and nothing of the order, and a
/// `zip` of two standard iterators has everything that our iterators need, length and back end included.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// In ascending order.
    minutes: Vec<Minute>,
    /// As many, each at the index of its minute.
    articles: Vec<Article>,
}

/// An iterator over a feed, newest first. `M` and `A` say in which of the three forms.
pub type Newest<M, A> = Rev<Zip<M, A>>;

impl Feed {
    /// Publishes an article. Of several in one minute, the one posted last counts as the newest.
    pub fn post(&mut self, minute: Minute, article: Article) {
        let index = self.minutes.partition_point(|posted| *posted <= minute);
        self.minutes.insert(index, minute);
        self.articles.insert(index, article);
    }

    /// Gives the oldest article of the minute `from` another minute, and with it another place. `false` if there is
    /// none.
    pub fn postpone(&mut self, from: Minute, to: Minute) -> bool {
        let index = self.minutes.partition_point(|posted| *posted < from);
        if self.minutes.get(index) != Some(&from) {
            return false;
        }
        self.minutes.remove(index);
        let article = self.articles.remove(index);
        self.post(to, article);
        true
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// The articles, newest first.
    pub fn iter(&self) -> <&Self as IntoIterator>::IntoIter {
        self.into_iter()
    }

    /// The articles, newest first, to be changed.
    ///
    /// # Example: the items are disjoint, so all of them can be held at once
    /// ```
    /// use phase4_collections::collection_iterators::{Article, Feed};
    ///
    /// let mut feed = Feed::default();
    /// for (minute, title) in [(7, "Paths"), (9, "Loops")] {
    ///     feed.post(minute, Article { title: title.into(), reads: 0 });
    /// }
    /// let mut lent: Vec<_> = feed.iter_mut().collect();
    /// lent.reverse(); // the references, not the articles
    /// for (rank, (_, article)) in lent.into_iter().enumerate() {
    ///     article.title.insert_str(0, &format!("{rank}: "));
    /// }
    /// assert!(feed.iter().map(|(_, article)| article.title.as_str()).eq(["1: Loops", "0: Paths"]));
    /// ```
    pub fn iter_mut(&mut self) -> <&mut Self as IntoIterator>::IntoIter {
        self.into_iter()
    }
}

impl<'f> IntoIterator for &'f Feed {
    type Item = (&'f Minute, &'f Article);
    type IntoIter = Newest<slice::Iter<'f, Minute>, slice::Iter<'f, Article>>;

    fn into_iter(self) -> Self::IntoIter {
        iter::zip(&self.minutes, &self.articles).rev()
    }
}

impl<'f> IntoIterator for &'f mut Feed {
    type Item = (&'f Minute, &'f mut Article);
    type IntoIter = Newest<slice::Iter<'f, Minute>, slice::IterMut<'f, Article>>;

    fn into_iter(self) -> Self::IntoIter {
        iter::zip(&self.minutes, &mut self.articles).rev()
    }
}

impl IntoIterator for Feed {
    type Item = (Minute, Article);
    type IntoIter = Newest<vec::IntoIter<Minute>, vec::IntoIter<Article>>;

    fn into_iter(self) -> Self::IntoIter {
        iter::zip(self.minutes, self.articles).rev()
    }
}

/// Merges sources that are in descending order of their keys into one. Of equal keys, the earlier source comes first.
///
/// All that it asks of the sources is [`IntoIterator`], so one function serves all forms. Given `&feeds` it lends,
/// given `&mut feeds` it lends mutably, given `feeds` it moves: the bound is met by `&Vec<Feed>`, whose items are
/// `&Feed`, as well as by `Vec<Feed>`, whose items are `Feed`.
///
/// The call takes one item of each source, and then one more for each that is handed out. That pays where a reader
/// stops early: the first twenty of 9600 articles in sixteen feeds cost some 200 times less than to collect and sort
/// them all. Where all are read, to collect and sort is as fast or a little faster; the standard library's stable sort
/// finds and merges sorted runs, too (`cargo bench -p phase4-collections --bench collection_iterators feeds`).
pub fn merge<S, K: Ord, V>(sources: S) -> Merged<K, V, <S::Item as IntoIterator>::IntoIter>
where
    S: IntoIterator<Item: IntoIterator<Item = (K, V)>>,
{
    let heads = iter::zip(0.., sources).filter_map(|(source, items)| {
        let mut rest = items.into_iter();
        rest.next().map(|item| Head { item, source, rest })
    });
    Merged { heads: heads.collect() }
}

/// What [`merge`] returns.
#[derive(Debug)]
pub struct Merged<K, V, I> {
    heads: BinaryHeap<Head<K, V, I>>,
}

impl<K: Ord, V, I: Iterator<Item = (K, V)>> Iterator for Merged<K, V, I> {
    type Item = (K, V);

    /// The guard of `peek_mut` lends the greatest head, key included. What changes is put in its place when the guard
    /// is dropped.
    fn next(&mut self) -> Option<(K, V)> {
        let mut newest = self.heads.peek_mut()?;
        Some(match newest.rest.next() {
            Some(item) => mem::replace(&mut newest.item, item),
            None => PeekMut::pop(newest).item,
        })
    }

    /// The sum of what the sources say, as far as a `usize` can hold it.
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.heads.iter().fold((0, Some(0)), |(least, most), head| {
            let (lower, upper) = head.rest.size_hint();
            let most =
                most.zip(upper).and_then(|(most, upper): (usize, _)| most.checked_add(upper)?.checked_add(1));
            (least.saturating_add(lower).saturating_add(1), most)
        })
    }
}

/// The first item that a source has left. The heap looks at nothing but the key and, of equal keys, the source.
#[derive(Debug)]
struct Head<K, V, I> {
    item: (K, V),
    source: usize,
    rest: I,
}

impl<K: Ord, V, I> Ord for Head<K, V, I> {
    fn cmp(&self, other: &Self) -> Ordering {
        let place = |head: &Self| Reverse(head.source);
        self.item.0.cmp(&other.item.0).then_with(|| place(self).cmp(&place(other)))
    }
}

impl<K: Ord, V, I> PartialOrd for Head<K, V, I> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord, V, I> PartialEq for Head<K, V, I> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<K: Ord, V, I> Eq for Head<K, V, I> {}

/// The articles that were read most, at most `count` of them, to be changed.
///
/// `flatten` asks for [`IntoIterator`], too. The references are sorted, and no article moves.
pub fn most_read<'f>(feeds: impl IntoIterator<Item = &'f mut Feed>, count: usize) -> Vec<&'f mut Article> {
    let mut articles: Vec<_> = feeds.into_iter().flatten().map(|(_, article)| article).collect();
    articles.sort_by_key(|article| Reverse(article.reads));
    articles.truncate(count);
    articles
}

/// How many articles each desk has.
///
/// [`map`](array::map) on the array itself would take the feeds. `each_ref` makes an array of references, which may be
/// taken; the number of results stays in the type.
pub fn lengths<const N: usize>(desks: &[Feed; N]) -> [usize; N] {
    desks.each_ref().map(Feed::len)
}

/// The newest article of each desk, all of them to be changed at once.
pub fn leads<const N: usize>(desks: &mut [Feed; N]) -> [Option<&mut Article>; N] {
    desks.each_mut().map(|desk| desk.iter_mut().next().map(|(_, article)| article))
}
