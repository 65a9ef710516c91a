//! Statements: operators on what is not `Copy`, places behind an index, and an order for floats.

use std::{
    cmp::{Ordering, Reverse},
    iter,
    num::Wrapping,
    ops::{Add, AddAssign, Deref, Index, IndexMut},
};

use super::{Currency, Money};

/// The number of a title in the catalogue. A statement takes no other index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TitleId(pub usize);

/// A line for each title, as far as it goes.
///
/// [`Deref`] lends the methods of a slice, to read. It is not inheritance: a `Statement` is no slice where a bound asks
/// for one (E0277), and a method of the slice knows nothing of the statement. There is no `DerefMut`; what changes a
/// line names its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement<C> {
    lines: Vec<Money<C>>,
}

impl<C: Currency> Statement<C> {
    /// A statement without revenue.
    pub fn new(titles: usize) -> Self {
        Self { lines: vec![Money::ZERO; titles] }
    }

    /// Two systems that add up the same lines, in any order, get the same number.
    pub fn checksum(&self) -> i64 {
        self.iter().map(|line| Wrapping(line.cents())).sum::<Wrapping<_>>().0
    }
}

impl<C> Deref for Statement<C> {
    type Target = [Money<C>];

    fn deref(&self) -> &[Money<C>] {
        &self.lines
    }
}

/// Lends a place, so there must be one: what is computed cannot be returned (E0515), and a missing line panics. Without
/// [`IndexMut`], which has no `Output` of its own, nothing could be assigned to it (E0594).
impl<C> Index<TitleId> for Statement<C> {
    type Output = Money<C>;

    fn index(&self, TitleId(title): TitleId) -> &Money<C> {
        &self.lines[title]
    }
}

impl<C> IndexMut<TitleId> for Statement<C> {
    fn index_mut(&mut self, TitleId(title): TitleId) -> &mut Money<C> {
        &mut self.lines[title]
    }
}

/// Adds line by line. This is where the work is done; both additions below call it.
impl<C: Currency> AddAssign<&Self> for Statement<C> {
    fn add_assign(&mut self, other: &Self) {
        self.lines.resize(self.len().max(other.len()), Money::ZERO);
        iter::zip(&mut self.lines, &other.lines).for_each(|(line, more)| *line += *more);
    }
}

/// Reuses the memory of the left side, as `String + &str` does, and allocates only if that has too few lines.
impl<C: Currency> Add<&Self> for Statement<C> {
    type Output = Self;

    fn add(mut self, other: &Self) -> Self {
        self += other;
        self
    }
}

/// Leaves both sides alone, and pays for that with a clone. Generic code that must not consume its operands can ask for
/// it: `where for<'t> &'t T: Add<Output = T>`.
impl<C: Currency> Add for &Statement<C> {
    type Output = Statement<C>;

    fn add(self, other: Self) -> Statement<C> {
        self.clone() + other
    }
}

/// By what factor the revenue of a title has grown, in an order in which all can be sorted.
///
/// `f64` has no [`Ord`], because NaN is neither less nor greater than anything, nor equal. [`f64::total_cmp`] orders
/// all of them, but two points need care. It sets -0.0 below 0.0, which `==` calls equal. And it sets NaN at one end or
/// the other by its sign, which is unspecified for a NaN that was computed. So neither gets in, and then `==` and the
/// order agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth(f64);

impl Growth {
    /// `None` if there was nothing that could have grown.
    pub fn between<C: Currency>(before: Money<C>, now: Money<C>) -> Option<Self> {
        // Both are finite and the divisor is not zero: no NaN. Adding 0.0 turns -0.0 into 0.0, and nothing else.
        (before != Money::ZERO).then(|| Self(now / before + 0.0))
    }

    /// 1.0 if nothing has changed.
    pub fn factor(self) -> f64 {
        self.0
    }
}

/// What the compiler could not know: there is no NaN inside.
impl Eq for Growth {}

impl Ord for Growth {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// Written by means of `cmp`, so that the two cannot disagree. `<` calls this one and `max` the other; sorting may call
/// either.
impl PartialOrd for Growth {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The titles in both statements, the fastest-growing first, those without a growth last.
pub fn ranking<C: Currency>(before: &Statement<C>, now: &Statement<C>) -> Vec<(TitleId, Option<Growth>)> {
    let growths = iter::zip(before.iter(), now.iter()).map(|(before, now)| Growth::between(*before, *now));
    let mut ranking: Vec<_> = growths.enumerate().map(|(title, growth)| (TitleId(title), growth)).collect();
    ranking.sort_by_key(|(_, growth)| Reverse(*growth));
    ranking
}
