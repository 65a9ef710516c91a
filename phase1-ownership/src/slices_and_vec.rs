//! Code on sequences without index arithmetic: what a slice can do by itself, and what takes a `Vec`.
//!
//! An index that is wrong by one compiles, and shows itself as a panic or as a wrong result. Most loops over indices
//! can be replaced by a method that knows where the ends are; this lesson shows which. It takes the pages of a book from
//! the scanner's bytes to the folded sheet: reads and sorts them, removes, replaces and moves some, and cuts the book
//! into sheets.
//!
//! A sequence has one of three types, and a signature says which of their powers a function uses:
//!
//! | type | its length | a function that borrows it can |
//! |---|---|---|
//! | `[T; N]` | is in the type | take it apart without a check |
//! | `[T]` | is known at run time, and fixed | read, search and cut; if mutable, overwrite and reorder |
//! | `Vec<T>` | can change | all of that; if mutable, insert and remove (`&Vec<T>` only adds the capacity) |
//!
//! Four habits keep index arithmetic out:
//!
//! - *Check a length once, and have it in the type from then on*: [`scan`], [`first_gap`], [`impose`].
//! - *Cut instead of indexing*. The parts are disjoint, so one can be changed while another is borrowed:
//!   [`level_spreads`], [`gather`].
//! - *Change the length in one pass that says what stays*. A loop that removes by index skips the item that moves up:
//!   [`assemble`], [`close_up`], [`take_coloured`], [`revise`].
//! - *Decide what happens to spare capacity*. A `Vec` from which items are removed keeps the room that they had, until
//!   it is told to shrink: [`load`], [`archive`].

use std::{array, ops::Range};

/// A scanned page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its place in the book, from one.
    pub number: u32,
    /// The chapter it belongs to.
    pub chapter: u8,
    /// How much of it is cyan, magenta, yellow and black, in percent.
    pub ink: [u8; 4],
}

impl Page {
    /// All the ink on it.
    pub fn coverage(&self) -> u32 {
        self.ink.map(u32::from).iter().sum()
    }

    fn read(&[low, high, chapter, ink @ ..]: &[u8; 7]) -> Self {
        Self { number: u16::from_le_bytes([low, high]).into(), chapter, ink }
    }

    fn is_blank(&self) -> bool {
        self.ink == [0; 4]
    }

    fn is_coloured(&self) -> bool {
        !matches!(self.ink, [0, 0, 0, _])
    }
}

/// Reads the scanner's output: its mark, then records of seven bytes. `None` if either is broken.
///
/// `split_first_chunk` takes as many bytes as the pattern `b"SCAN"` has. `as_chunks` cuts the rest into `[u8; 7]`s and a
/// remainder, and the pattern `[]` demands that nothing remains. From here on the length is in the type, so the pattern
/// that takes a record apart cannot fail. The compiler even adds its parts up: with one name less, `ink @ ..` would be a
/// `[u8; 5]`, and that is not what a page has.
pub fn scan(bytes: &[u8]) -> Option<Vec<Page>> {
    let (b"SCAN", records) = bytes.split_first_chunk()? else { return None };
    let (records, []) = records.as_chunks::<7>() else { return None };
    Some(records.iter().map(Page::read).collect())
}

/// Brings scans into order. Of several scans of one page, the latest stays.
///
/// `dedup_by_key` compares neighbours only, and of equal ones the first stays. So scans of the same page must stand
/// together, the latest first. The reversal puts later scans before earlier ones, and `sort_by_key` is stable: it keeps
/// that order among equals.
pub fn assemble(scans: &mut Vec<Page>) {
    scans.reverse();
    scans.sort_by_key(|page| page.number);
    scans.dedup_by_key(|page| page.number);
}

/// The first number that is missing between two pages, if they are in order.
pub fn first_gap(pages: &[Page]) -> Option<u32> {
    let gap = |[before, after]: &&[Page; 2]| after.number > before.number + 1;
    pages.array_windows().find(gap).map(|[before, _]| before.number + 1)
}

/// Drops the blank pages and numbers the others anew.
pub fn close_up(pages: &mut Vec<Page>) {
    let mut number = 0;
    pages.retain_mut(|page| {
        if page.is_blank() {
            return false;
        }
        number += 1;
        page.number = number;
        true
    });
}

/// Moves the pages with colour out, to another press. Neither they nor the ones that stay change their order.
///
/// `extract_if` does nothing until it is iterated: what nobody asks for is neither tested nor removed. (`drain` and
/// `splice` remove their whole range even if they are dropped at once.)
pub fn take_coloured(pages: &mut Vec<Page>) -> Vec<Page> {
    pages.extract_if(.., |page| page.is_coloured()).collect()
}

/// Where a chapter is in a book whose chapters ascend; for a chapter that is missing, the empty range where it would
/// be.
///
/// `partition_point` is a binary search for a border: how many items there are before the first for which the closure
/// is false. The second search sees only what is behind the first border, so its result is the chapter's length.
pub fn chapter_range(pages: &[Page], chapter: u8) -> Range<usize> {
    debug_assert!(pages.is_sorted_by_key(|page| page.chapter), "a search needs its order");
    let start = pages.partition_point(|page| page.chapter < chapter);
    let length = pages[start..].partition_point(|page| page.chapter == chapter);
    start..start + length
}

/// Puts `revised` in the place of a chapter's pages, which are returned. Their number may differ, and may be zero.
pub fn revise(pages: &mut Vec<Page>, chapter: u8, revised: impl IntoIterator<Item = Page>) -> Vec<Page> {
    pages.splice(chapter_range(pages, chapter), revised).collect()
}

/// Moves a range of pages, such as a preface that was written last, forward to the index `to`.
///
/// # Panics
/// If `to` is behind the start of the range, or the end of the range behind the last page. The slice and the rotation
/// check this before any page moves. A loop that swaps by index would panic half-way, with the pages in disorder.
pub fn pull_forward(pages: &mut [Page], range: Range<usize>, to: usize) {
    pages[to..range.end].rotate_right(range.len());
}

/// The pages of each chapter, in the order of the book.
pub fn chapters(pages: &[Page]) -> impl Iterator<Item = &[Page]> {
    pages.chunk_by(|page, next| page.chapter == next.chapter)
}

/// The page next to this one in the open book, if `page` is an element of `pages`. The first page faces the cover.
///
/// It may come from any part of the slice, such as one of [`chapters`]: `element_offset` looks where it is in memory,
/// not what it is equal to.
pub fn facing<'p>(pages: &'p [Page], page: &Page) -> Option<&'p Page> {
    let index = pages.element_offset(page)?;
    pages.get(if index % 2 == 1 { index + 1 } else { index.checked_sub(1)? })
}

/// Gives facing pages the same ink, the higher of both for each colour, so that neither looks pale beside the other.
///
/// `as_chunks_mut` lends both pages of a spread at the same time, because chunks do not overlap. A second `&mut
/// pages[i]` is refused whatever `i` is: to the borrow checker, an index is any index (E0499).
pub fn level_spreads(pages: &mut [Page]) {
    let [_, inner @ ..] = pages else { return };
    let (spreads, _) = inner.as_chunks_mut::<2>();
    for [left, right] in spreads {
        left.ink = array::from_fn(|colour| left.ink[colour].max(right.ink[colour]));
        right.ink = left.ink;
    }
}

/// The coverage that `percent` of the pages do not exceed (by the nearest rank); `None` without pages.
///
/// `select_nth_unstable` puts one item where a sort would put it, with the smaller ones somewhere in front of it and
/// the greater ones somewhere behind.
///
/// # Panics
/// If `percent` is more than 100.
pub fn coverage_percentile(pages: &[Page], percent: usize) -> Option<u32> {
    assert!(percent <= 100, "{percent} % are more than all pages");
    let mut coverages: Vec<_> = pages.iter().map(Page::coverage).collect();
    if coverages.is_empty() {
        return None;
    }
    let rank = (coverages.len() * percent).div_ceil(100).max(1);
    let (_, nth, _) = coverages.select_nth_unstable(rank - 1);
    Some(*nth)
}

/// Cuts a book into signatures of the planned sizes; `None` if the plan does not fit it exactly.
///
/// `split_off` returns the first `size` pages and makes `pages` begin behind them. Only the parameter changes, which is a
/// view; the book stays whole.
pub fn gather<'p>(mut pages: &'p [Page], plan: &[usize]) -> Option<Vec<&'p [Page]>> {
    let signatures = plan.iter().map(|size| pages.split_off(..*size)).collect::<Option<_>>()?;
    pages.is_empty().then_some(signatures)
}

/// Lays a signature out on sheets that are put into each other and folded: front left and right, then back left and
/// right. `None` if the last sheet would not be full.
///
/// A pattern with `..` in the middle is a cut from both ends. It matches four pages or more, so nothing here can be out
/// of bounds, and the loop ends by itself.
///
/// # Example: the sheets are one sequence in memory already, so the press gets it without a copy
/// ```
/// use phase1_ownership::slices_and_vec::impose;
///
/// let sheets = impose(&[1, 2, 3, 4, 5, 6, 7, 8]).expect("two full sheets");
/// assert_eq!(sheets, [[8, 1, 2, 7], [6, 3, 4, 5]]);
/// let plates: &[u32] = sheets.as_flattened();
/// assert_eq!(plates, [8, 1, 2, 7, 6, 3, 4, 5]);
/// assert!(std::ptr::eq(&plates[0], &sheets[0][0]));
/// ```
pub fn impose<T: Copy>(mut pages: &[T]) -> Option<Vec<[T; 4]>> {
    let mut sheets = Vec::with_capacity(pages.len() / 4);
    while let [first, second, inner @ .., before_last, last] = pages {
        sheets.push([*last, *first, *second, *before_last]);
        pages = inner;
    }
    pages.is_empty().then_some(sheets)
}

/// What a tray keeps room for.
pub const KEPT: usize = 64;

/// Refills the tray of a machine, which is used for one signature after the other.
///
/// `clear` keeps the memory, so as a rule nothing is allocated here, and `shrink_to` prevents that a single thick
/// signature holds its memory forever. Do not call `reserve_exact` where more is to follow: it makes no room for that, so
/// a vector that is prepared with it before each `push` grows again and again, whereas `push` alone makes room for many
/// items at a time.
pub fn load(tray: &mut Vec<Page>, signature: &[Page]) {
    tray.clear();
    tray.shrink_to(signature.len().max(KEPT));
    tray.extend_from_slice(signature);
}

/// The pages that are kept for good. Nothing will be added, so the type has no room for it.
///
/// Collected into a `Vec`, three pages out of a thousand may still have room for a thousand, because the standard library
/// may reuse the memory that `into_iter` took over. A boxed slice never has room to spare.
pub fn archive(pages: Vec<Page>) -> Box<[Page]> {
    pages.into_iter().filter(|page| !page.is_blank()).collect()
}
