//! The type that you collect into is a program: it says what becomes of a stream, and it decides what that costs.
//!
//! After this lesson you can write types that are filled by `collect`, combine them with each other and with the
//! standard library's until a whole report is one type, and predict how often a `collect` allocates. The lesson reports
//! the sales of a publishing house.
//!
//! [`collect`](Iterator::collect) does nothing but call [`FromIterator::from_iter`] of the type that is wanted. Some of
//! the implementations pass items on to parts that can be filled in turn, and so they nest:
//!
//! | type | is made of | asks of its parts |
//! |---|---|---|
//! | `Vec`, `VecDeque`, sets, `Box<[T]>`, `Rc<[T]>`, `Arc<[T]>` | items | |
//! | `HashMap`, `BTreeMap` | pairs; of equal keys, the last value stays | |
//! | `String`, `Box<str>` | characters or texts, but no `&String` (E0277) | |
//! | `Cow<str>`, `Cow<[T]>` | characters or texts, or items; it never borrows: [`byline`] | |
//! | `Option<C>`, `Result<C, E>` | options or results, up to the first failure | `C: FromIterator` |
//! | `(A, B)` and more, up to twelve | tuples of their items | each [`Default`] and [`Extend`] |
//! | `()` | `()`; so `Result<(), E>` runs checks until one fails | |
//!
//! [`FromIterator`] makes a value of a whole stream; [`Extend`] adds to a value that is there. Neither implies the
//! other. A tuple is filled item by item, so `Extend` is what it asks for, and our [`Groups`] do the same: whatever can
//! take one more item can stand in a report, be it a set, a text or a mere number ([`Total`]). What must see everything
//! before it can exist has only `FromIterator`: [`Ranking`]. ([`unzip`](Iterator::unzip) asks the same of two
//! collections, but it is a method, the end of a chain; a tuple is a type, and can stand in a `Result`.)
//!
//! How often does it allocate? An iterator says by [`size_hint`](Iterator::size_hint) how much is coming, and whoever
//! fills a collection may rely on that for memory, never for safety. With today's standard library:
//!
//! | what the stream knows | a `Vec` of it allocates | an `Arc<[T]>` of it |
//! |---|---|---|
//! | its length, and the standard library vouches for it (a slice, a range, a `map` or `zip` of these, …) | once | once |
//! | its length, in an iterator of your own | once | twice, as a `Vec` comes first: [`shared`] |
//! | nothing, after a `filter` or inside of a `Result` | for 4, 8, 16, … items, as a rule | the same, and once more |
//! | that it comes from a `Vec` by value, through `map`, `filter`, … | never, for like items: [`statements`] | once |
//!
//! None of these counts is promised. `tests/allocations/collecting.rs` takes them from the library that you have. In
//! time they matter less than one might think: ten thousand numbers without a hint take about a third longer at most
//! than with a hint of yours, and often hardly longer, and the same holds for `push` without `with_capacity` and with
//! it. What does show is a length that is vouched for: that takes little more than half of the time, since no item is
//! checked for room. An `Arc<[T]>` takes about twice as long if the stream was filtered. To reuse the memory of a `Vec`
//! is hardly faster than to fill new memory (`cargo bench -p phase4-collections --bench collecting`).

use std::{borrow::Cow, cmp::Reverse, collections::BTreeMap, sync::Arc};

/// A line of the sales record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sale<'t> {
    /// What was sold.
    pub title: &'t str,
    /// Where.
    pub country: &'t str,
    /// For how much.
    pub cents: u64,
}

impl<'t> Sale<'t> {
    /// Reads a line such as `Emma,GB,1200`.
    ///
    /// # Errors
    /// The line, if it is anything else.
    pub fn read(line: &'t str) -> Result<Self, &'t str> {
        let mut columns = line.split(',');
        let sale = match [columns.next(), columns.next(), columns.next(), columns.next()] {
            [Some(title), Some(country), Some(cents), None] => {
                cents.parse().ok().map(|cents| Self { title, country, cents })
            }
            _ => None,
        };
        sale.ok_or(line)
    }
}

/// How many items there were.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Count(pub u64);

impl<T> Extend<T> for Count {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        items.into_iter().for_each(|_| self.0 += 1);
    }
}

/// The sum of the items.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Total(pub u64);

impl Extend<u64> for Total {
    fn extend<I: IntoIterator<Item = u64>>(&mut self, items: I) {
        self.0 += items.into_iter().sum::<u64>();
    }
}

/// What a stream of pairs has for each key, in a collection of its own.
///
/// A map would keep the last value only. Which collection it is, the type says, and a pair's second half may be a pair
/// again: `Groups<K, Groups<L, C>>` is made of `(K, (L, V))`.
///
/// # Example: three ways to group are three types
/// ```
/// use phase4_collections::collecting::{Count, Groups, Total};
///
/// let sales = [("Emma", 12), ("Persuasion", 9), ("Emma", 11)];
/// let prices: Groups<_, Vec<_>> = sales.into_iter().collect();
/// let takings: Groups<_, Total> = sales.into_iter().collect();
/// let both: Groups<_, (Count, Total)> = sales.into_iter().map(|(title, cents)| (title, ((), cents))).collect();
/// assert_eq!(prices.get("Emma"), Some(&vec![12, 11]));
/// assert_eq!(takings.get("Emma"), Some(&Total(23)));
/// assert_eq!(both.get("Emma"), Some(&(Count(2), Total(23))));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groups<K, C>(BTreeMap<K, C>);

// A derived `Default` would ask for `K: Default` and `C: Default`.
impl<K, C> Default for Groups<K, C> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

/// `V` is a parameter of the trait, so one type can be extended by several kinds of items.
impl<K: Ord, V, C: Default + Extend<V>> Extend<(K, V)> for Groups<K, C> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, pairs: I) {
        for (key, value) in pairs {
            // An `Option` can be iterated, and has at most one item.
            self.0.entry(key).or_default().extend(Some(value));
        }
    }
}

/// Where nothing is gained by seeing the whole stream, this is all there is to write.
impl<K: Ord, V, C: Default + Extend<V>> FromIterator<(K, V)> for Groups<K, C> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut groups = Self::default();
        groups.extend(pairs);
        groups
    }
}

impl<K, C> IntoIterator for Groups<K, C> {
    type Item = (K, C);
    type IntoIter = std::collections::btree_map::IntoIter<K, C>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<K: Ord, C> Groups<K, C> {
    /// What there is for a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&C>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.0.get(key)
    }
}

/// The sales by title and country, the number of sales by country, and the takings.
pub type Report<'t> = (Groups<&'t str, Groups<&'t str, Total>>, Groups<&'t str, Count>, Total);

/// Reports on a record, in one pass.
///
/// Nothing here adds, counts or groups. A sale is only put in the shape of the report, and the types do the rest: the
/// `Result` stops at the first bad line, the tuple gives each part its item.
///
/// # Errors
/// The first line that is no sale. No line behind it is read.
pub fn report<'t>(lines: impl IntoIterator<Item = &'t str>) -> Result<Report<'t>, &'t str> {
    let shape = |Sale { title, country, cents }| ((title, (country, cents)), (country, ()), cents);
    lines.into_iter().map(|line| Sale::read(line).map(shape)).collect()
}

/// Titles by their takings, the best first; equals in the order of the stream. It does not change any more.
///
/// To sort once at the end is less work than to keep order with each item, and only `from_iter` knows where the end is.
/// Today's standard library does likewise: `BTreeMap` sorts what it is collected from, and builds its nodes from that;
/// if it is extended, it looks for the place of each item.
#[derive(Debug, PartialEq, Eq)]
pub struct Ranking<T>(Box<[(T, u64)]>);

impl<T> FromIterator<(T, u64)> for Ranking<T> {
    fn from_iter<I: IntoIterator<Item = (T, u64)>>(takings: I) -> Self {
        let mut titles: Box<[_]> = takings.into_iter().collect();
        titles.sort_by_key(|(_, cents)| Reverse(*cents));
        Self(titles)
    }
}

impl<T> Ranking<T> {
    /// The titles and their takings.
    pub fn titles(&self) -> &[(T, u64)] {
        &self.0
    }
}

/// What an author is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The title.
    pub title: String,
    /// The author's share.
    pub cents: u64,
}

/// The author's tenth of all takings, as far as it is worth a statement; `None` if one of them is not known yet.
///
/// As a `Vec` is given away, and statements have the size and the alignment of what they are made of, today's standard
/// library writes them to the same memory, `filter` and `Option` included. (Smaller items of the same alignment would
/// be written there as well, but the block may have to be trimmed. After `rev` or `chain`, there is new memory.) So a
/// short result may hold on to a long buffer. Where it is kept, ask for a `Box<[_]>` instead, or call `shrink_to_fit`.
pub fn statements(takings: Vec<Option<(String, u64)>>, minimum: u64) -> Option<Vec<Statement>> {
    let statement =
        |taken: Option<_>| taken.map(|(title, cents): (_, u64)| Statement { title, cents: cents / 10 });
    let due = |statement: &Option<Statement>| statement.as_ref().is_none_or(|due| due.cents >= minimum);
    takings.into_iter().map(statement).filter(due).collect()
}

/// The letter that goes with some statements.
///
/// A trait of the standard library for a type of the standard library, and allowed all the same, as one parameter is a
/// type of ours (E0117 without it). So our items can be collected into types that know nothing of them.
impl<'s> FromIterator<&'s Statement> for String {
    fn from_iter<I: IntoIterator<Item = &'s Statement>>(statements: I) -> Self {
        use std::fmt::Write as _;

        statements.into_iter().fold(Self::new(), |mut letter, Statement { title, cents }| {
            writeln!(letter, "{title}: {}.{:02}", cents / 100, cents % 100).expect("a string takes all text");
            letter
        })
    }
}

/// Collects an iterator that knows its length into one allocation, today.
///
/// An `Arc<[T]>` cannot grow, so for this `collect` must be certain of the length beforehand. [`ExactSizeIterator`]
/// does not do, as anybody can implement it wrongly; the trait that vouches for a length, `TrustedLen`, is unstable,
/// and implemented by the standard library only. So an iterator of our own is collected into a `Vec` first and then
/// copied. A range is trusted, though, and so is its `map`.
///
/// # Panics
/// If there are fewer items than `len` says. (Surplus items are not asked for.)
pub fn shared<T>(mut items: impl ExactSizeIterator<Item = T>) -> Arc<[T]> {
    (0..items.len()).map(|_| items.next().expect("an exact length is not less")).collect()
}

/// The names on a cover.
///
/// Collected into a `Cow`, even one name would be copied. Only we know when there is something to borrow.
pub fn byline<'n>(names: &[&'n str]) -> Cow<'n, str> {
    match names {
        [] => Cow::Borrowed("Anonymous"),
        [name] => Cow::Borrowed(name),
        [first @ .., last] => Cow::Owned([&first.join(", "), " and ", last].into_iter().collect()),
    }
}
