//! Hints to the compiler: features of the processor, branches that nobody can predict, paths that are rarely taken.

use std::hint::{cold_path, select_unpredictable};

/// How many articles two readers have both read: a bit for each article, 64 in a word.
///
/// Counting bits is one instruction on nearly all x86 processors in use, but not on the oldest that the target
/// `x86_64` stands for, so the compiler does it by arithmetic.
#[inline(never)]
pub fn overlap(left: &[u64], right: &[u64]) -> u32 {
    count(left, right)
}

/// The same where the program has found out that the processor can count bits.
///
/// A function with `#[target_feature]` is safe to write. To call it from one without is unsafe (E0133), and the
/// duty is to have asked the processor.
#[inline(never)]
pub fn overlap_detected(left: &[u64], right: &[u64]) -> u32 {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("popcnt") {
        // SAFETY: the processor has just said that it has the feature.
        return unsafe { overlap_by_popcnt(left, right) };
    }
    count(left, right)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "popcnt")]
fn overlap_by_popcnt(left: &[u64], right: &[u64]) -> u32 {
    count(left, right)
}

/// Inlined into all of the above, so it is compiled once with the feature and once without.
#[inline(always)]
fn count(left: &[u64], right: &[u64]) -> u32 {
    left.iter().zip(right).map(|(left, right)| (left & right).count_ones()).sum()
}

/// How many of the `sorted` numbers are below `reads`, by a search that branches. Half of its branches go where nobody
/// would have guessed, and the processor has to take back what it did on a guess.
#[inline(never)]
pub fn rank_by_branches(sorted: &[u64], reads: u64) -> usize {
    let (mut low, mut high) = (0, sorted.len());
    while low < high {
        let middle = low + (high - low) / 2;
        if sorted[middle] < reads {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The same by a value that is selected, not a way that is chosen: both values are there, and there is nothing to
/// guess.
///
/// With no fewer instructions it takes less than half of the time of [`rank_by_branches`] if the questions come in no
/// order (`cargo bench -p phase8-macros --bench zero_cost_abstractions ranks`). A processor that guesses right is ahead
/// of one that does not guess: if the same is asked again and again, the branches win.
#[inline(never)]
pub fn rank_by_selection(sorted: &[u64], reads: u64) -> usize {
    let (mut low, mut left) = (0, sorted.len());
    while left > 0 {
        let half = left.div_ceil(2);
        low = select_unpredictable(sorted[low + half - 1] < reads, low + half, low);
        left -= half;
    }
    low
}

/// The same by the library, which selects, too, as of today. Before you write a search: this is it.
#[inline(never)]
pub fn rank(sorted: &[u64], reads: u64) -> usize {
    sorted.partition_point(|other| *other < reads)
}

/// Points for the reads of all articles, seven for each. Beyond `limit`, reads may have been bought, and the points are
/// worked out the long way.
#[inline(never)]
pub fn trusted(reads: &[u64], limit: u64) -> u64 {
    reads.iter().map(|reads| if *reads > limit { suspicious(*reads) } else { reads * 7 }).sum()
}

/// The same, and the compiler is told which way is rare, so that it may put the rare one aside. Here it shows nowhere:
/// today, both are one function under two names. A hint is a claim, too: it stays where a measurement shows it.
#[inline(never)]
pub fn trusted_with_hint(reads: &[u64], limit: u64) -> u64 {
    let points = |reads: &u64| {
        if *reads > limit {
            cold_path();
            suspicious(*reads)
        } else {
            reads * 7
        }
    };
    reads.iter().map(points).sum()
}

#[inline]
fn suspicious(reads: u64) -> u64 {
    let mut rest = reads;
    for _ in 0..reads % 5 {
        rest = rest.wrapping_mul(31) ^ (rest >> 7);
    }
    rest % 1000
}
