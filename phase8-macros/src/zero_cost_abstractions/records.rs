//! Bytes become numbers: arrays instead of checks, niches instead of flags, and a size that is checked.

use std::num::NonZero;

/// A reader who has recommended a book. No reader has the number zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Referrer(pub NonZero<u32>);

/// One sale, as the run keeps millions of them.
///
/// `Option<NonZero<u32>>` is promised to be as large as a `u32`. That an `Option` of the newtype is so, too, follows
/// from its `repr(transparent)`. The order and the size of a `repr(Rust)` struct are the compiler's affair, so what
/// the run relies on is asserted below, and not assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    /// What was paid.
    pub cents: u32,
    /// By whose recommendation, if it was one.
    pub referrer: Option<Referrer>,
    /// How many of them.
    pub copies: u16,
    /// In which shop.
    pub shop: u8,
}

// A field too many is paid for with each of the millions, so it must not compile (E0080).
const _: () = assert!(size_of::<Sale>() <= 12);

/// How many sales were recommended. The `None` is the zero, so this asks what [`referred_by_zero`] asks.
#[inline(never)]
pub fn referred(referrers: &[Option<Referrer>]) -> usize {
    referrers.iter().flatten().count()
}

/// The same with a convention in place of a type.
#[inline(never)]
pub fn referred_by_zero(referrers: &[u32]) -> usize {
    referrers.iter().filter(|referrer| **referrer != 0).count()
}

/// The same with an `Option` that has no niche: it takes twice the memory, and fewer instructions. Its tag is 0 or 1
/// already, and can be added up as it is.
#[inline(never)]
pub fn referred_beside(referrers: &[Option<u32>]) -> usize {
    referrers.iter().flatten().count()
}

/// What each of the parties gets. That nobody divides by zero is tested at each division.
///
/// # Panics
/// If there is a sale without parties.
#[inline(never)]
pub fn shares_checked(cents: &[u64], parties: &[u64]) -> u64 {
    cents.iter().zip(parties).map(|(cents, parties)| cents / parties).sum()
}

/// What each of the parties gets. The type has been tested, so the division need not.
///
/// Fewer instructions, and the same time: the division takes longer than the test that precedes it. What is gained is
/// that no panic is possible.
#[inline(never)]
pub fn shares(cents: &[u64], parties: &[NonZero<u64>]) -> u64 {
    cents.iter().zip(parties).map(|(cents, parties)| *cents / *parties).sum()
}

/// The sum of the amounts in a log, four bytes each, by an index. A rest is left out.
///
/// No byte may be read before its check, and the first check says nothing of the second, as far as the optimiser can
/// see. So there are four checks and four readings for each amount, and one amount at a time.
#[inline(never)]
pub fn logged_by_index(log: &[u8]) -> u64 {
    let mut total = 0;
    let mut at = 0;
    while at + 4 <= log.len() {
        total += u64::from(u32::from_le_bytes([log[at], log[at + 1], log[at + 2], log[at + 3]]));
        at += 4;
    }
    total
}

/// The same loop with one line more, which cuts the amount out. One check stands there in place of four, so the four
/// bytes can be read as one number, and several amounts at once: as fast as [`logged`].
#[inline(never)]
pub fn logged_by_cuts(log: &[u8]) -> u64 {
    let mut total = 0;
    let mut at = 0;
    while at + 4 <= log.len() {
        let amount = &log[at..at + 4];
        total += u64::from(u32::from_le_bytes([amount[0], amount[1], amount[2], amount[3]]));
        at += 4;
    }
    total
}

/// The same by [`as_chunks`](slice::as_chunks): the length is in the type, so nothing is left to check.
///
/// # Example: a rest is seen, and left out
/// ```
/// use phase8_macros::zero_cost_abstractions::records::logged;
///
/// assert_eq!(logged(&[1, 0, 0, 0, 0, 1, 0, 0, 99]), 1 + 256);
/// ```
#[inline(never)]
pub fn logged(log: &[u8]) -> u64 {
    let (amounts, _rest) = log.as_chunks();
    amounts.iter().map(|amount| u64::from(u32::from_le_bytes(*amount))).sum()
}
