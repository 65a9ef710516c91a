//! Sums over columns: iterators, newtypes, and the bounds checks that are not there.

use std::{
    hint::assert_unchecked,
    iter::{self, Sum},
};

/// Money. Its arithmetic is that of its number. `repr(transparent)` promises that it is stored and passed like its
/// number, too, which `repr(Rust)` does not: a function of another language may take a `Cents` where it declares a
/// 64-bit number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Cents(pub u64);

impl Sum for Cents {
    #[inline]
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        Self(all.map(|cents| cents.0).sum())
    }
}

/// The sum of a column, by an index.
#[inline(never)]
pub fn total_by_index(prices: &[u64]) -> u64 {
    let mut total = 0;
    #[expect(clippy::needless_range_loop, reason = "it is the rival")]
    for index in 0..prices.len() {
        total += prices[index];
    }
    total
}

/// The sum of a column, by an iterator: as many instructions as by an index.
#[inline(never)]
pub fn total(prices: &[u64]) -> u64 {
    prices.iter().sum()
}

/// The sum of a column of [`Cents`]: the very same instructions, and today the same function as [`total`].
#[inline(never)]
pub fn total_in_cents(prices: &[Cents]) -> Cents {
    prices.iter().copied().sum()
}

/// The sum of two columns, asked item by item: at each item, the `chain` finds out in which half it is.
#[inline(never)]
pub fn total_of_both_in_a_for(printed: &[u64], audio: &[u64]) -> u64 {
    let mut total = 0;
    for price in iter::chain(printed, audio) {
        total += price;
    }
    total
}

/// The sum of two columns, where the loop is handed over: a `chain` runs one half, then the other.
///
/// `sum`, `fold`, `for_each` and `count` hand over. A `for` cannot, because its body may leave it.
#[inline(never)]
pub fn total_of_both(printed: &[u64], audio: &[u64]) -> u64 {
    let mut total = 0;
    iter::chain(printed, audio).for_each(|price| total += price);
    total
}

/// Prices times copies, by an index that is checked against `copies` each time the loop runs. Or so it reads.
///
/// Before the loop runs, the optimiser knows how often it can: as often as both columns allow. When a loop
/// that only reads panics, nobody can tell whether it has run at all. So no check is left in it, and it computes with
/// several prices at once, as in [`takings`].
///
/// # Panics
/// If there are more prices than copies, when it gets there.
#[inline(never)]
pub fn takings_by_index(prices: &[u64], copies: &[u64]) -> u64 {
    let mut takings = 0;
    for index in 0..prices.len() {
        takings += prices[index] * copies[index];
    }
    takings
}

/// Prices times copies, for as long as there are both. There is no index, so nothing to check, and nobody who would
/// notice that a column is short.
#[inline(never)]
pub fn takings(prices: &[u64], copies: &[u64]) -> u64 {
    iter::zip(prices, copies).map(|(price, copies)| price * copies).sum()
}

/// Writes down the balance after each price. Whoever looks must find what was written before the panic, so the check
/// may not be moved ahead of the writing: it is made each time the loop runs.
///
/// # Panics
/// If there are more prices than balances, when it gets there.
#[inline(never)]
pub fn balances_by_index(prices: &[u64], balances: &mut [u64]) {
    let mut balance = 0;
    for index in 0..prices.len() {
        balance += prices[index];
        balances[index] = balance;
    }
}

/// The same, but a column that is short is noticed before the loop begins. What the `assert!` has tested, the optimiser
/// knows from there on: less than half of the instructions, and nearly as much time, because nothing waited for the
/// check (`cargo bench -p phase8-macros --bench zero_cost_abstractions balances`).
///
/// # Panics
/// If there are more prices than balances.
#[inline(never)]
pub fn balances_asserted(prices: &[u64], balances: &mut [u64]) {
    assert!(prices.len() <= balances.len(), "every price has its balance");
    let mut balance = 0;
    for index in 0..prices.len() {
        balance += prices[index];
        balances[index] = balance;
    }
}

/// The same with a promise in place of the test. It saves the test, once a call, and nothing in the loop.
///
/// # Safety
/// There must not be more prices than balances.
#[inline(never)]
pub unsafe fn balances_promised(prices: &[u64], balances: &mut [u64]) {
    // SAFETY: the caller promises it.
    unsafe { assert_unchecked(prices.len() <= balances.len()) };
    let mut balance = 0;
    for index in 0..prices.len() {
        balance += prices[index];
        balances[index] = balance;
    }
}

/// The state of a returned copy: a newtype for which the library has no shortcut.
///
/// Slices of bytes are compared by `memcmp`, and hashed in one piece. Which types that holds for is written down in the
/// standard library, and a type of yours is not among them: it is compared by the `eq` and hashed by the `hash` that
/// it has derived, one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grade(pub u8);

/// Whether two columns of bytes are equal: one `memcmp`.
#[inline(never)]
pub fn same_bytes(left: &[u8], right: &[u8]) -> bool {
    left == right
}

/// Whether two columns of grades are equal, element by element. More than ten times as slow as [`same_bytes`],
/// with dozens of times as many instructions.
#[inline(never)]
pub fn same_grades(left: &[Grade], right: &[Grade]) -> bool {
    left == right
}

/// A newtype around the column instead of the element: nothing is lost, because what is compared are bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Grades(Box<[u8]>);

impl Grades {
    /// A column of these grades.
    pub fn new(grades: impl IntoIterator<Item = Grade>) -> Self {
        Self(grades.into_iter().map(|grade| grade.0).collect())
    }

    /// Whether both columns are equal: as fast as [`same_bytes`].
    #[inline(never)]
    pub fn same(&self, other: &Self) -> bool {
        self == other
    }
}
