//! What an iterator can promise beyond `next`, who relies on it, and what `Iterator` cannot express.
//!
//! This lesson is about iterators that you write or return yourself: how they keep an exact length and a back end, how
//! to stop early without losing an item, and what to do if the items borrow from the iterator. It takes a manuscript
//! apart into [`chapters`], sets them in lines and pages, and lays these out on the [`Sheets`] of the press, where not
//! reading but folding decides the order.
//!
//! An adapter is a struct that owns its source and does nothing until it is asked. A `for` loop asks item by item
//! (*external* iteration: the caller may stop and go on later); `fold`, `for_each` and `try_fold` hand the loop over
//! to the iterator (*internal*: a `chain` then runs its halves one after the other, instead of finding out at every
//! item which one it is in). What else may be asked is a matter of promises:
//!
//! | promise | what it says | who cannot give it |
//! |---|---|---|
//! | [`size_hint`](Iterator::size_hint) | bounds on what is left, by which collections reserve memory | no one: the default is `(0, None)` |
//! | [`ExactSizeIterator`] | both bounds are equal, so there is a `len` | `filter`, `flatten`, `chain` (a sum of two may overflow) |
//! | [`DoubleEndedIterator`] | `next_back` takes from the other end of the same items | `from_fn`, `successors`, `enumerate` without a `len` |
//! | [`FusedIterator`] | after a `None` there is nothing but `None` | `from_fn`; [`fuse`](Iterator::fuse) adds what is missing |
//!
//! A broken promise is a bug, never undefined behaviour: these traits are safe to implement, so unsafe code must not
//! rely on them. Of the ways to make an iterator, [`iter::from_fn`] turns a closure into one and promises nothing more;
//! [`iter::successors`] is for items that follow from the one before; a struct is for promises, and for a name.

use std::{
    iter::{self, FusedIterator, Peekable},
    ops::ControlFlow,
    str::SplitWhitespace,
};

/// One piece of a manuscript, as the author's editor exports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Begins a chapter.
    Heading(String),
    /// Belongs to the chapter that was begun last.
    Paragraph(String),
}

/// A heading and the paragraphs up to the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// `None` for what stands before the first heading.
    pub title: Option<String>,
    /// Complete, so it no longer needs the spare capacity of a `Vec`.
    pub paragraphs: Box<[String]>,
}

/// Groups blocks into chapters, each as soon as the block after it has been seen.
///
/// The block that ends a chapter begins the next one. `by_ref().take_while(…)` would swallow it, because an item must
/// be taken to be tested. A [`Peekable`] keeps it: the closure of [`next_if_map`](Peekable::next_if_map) either makes
/// something of the item, or hands it back to come next again. So texts are moved, never cloned.
///
/// The closure of the inner `from_fn` only borrows `blocks`, so the one of the next chapter goes on where this one ends.
pub fn chapters(blocks: impl IntoIterator<Item = Block>) -> impl Iterator<Item = Chapter> {
    let mut blocks = blocks.into_iter().peekable();
    iter::from_fn(move || {
        let title = blocks.next_if_map(|block| match block {
            Block::Heading(title) => Ok(title),
            other => Err(other),
        });
        let paragraphs: Box<[_]> = iter::from_fn(|| {
            blocks.next_if_map(|block| match block {
                Block::Paragraph(text) => Ok(text),
                other => Err(other),
            })
        })
        .collect();
        (title.is_some() || !paragraphs.is_empty()).then_some(Chapter { title, paragraphs })
    })
}

impl Chapter {
    /// The blocks that this chapter was made of: the inverse of [`chapters`].
    ///
    /// [`iter::chain`] takes any two things that can be iterated; an `Option` has one item or none. Since edition 2024,
    /// `into_iter` on a `Box<[T]>` gives the items themselves; before, the method call gave references.
    pub fn into_blocks(self) -> impl DoubleEndedIterator<Item = Block> {
        let texts = self.paragraphs.into_iter().map(Block::Paragraph);
        iter::chain(self.title.map(Block::Heading), texts)
    }

    /// The pages of this chapter. The next one begins on a right-hand page, so an odd number is followed by a blank.
    ///
    /// Auto traits such as `Send` leak through an `impl Trait`; every other promise must be written out. Returned as
    /// `impl Iterator`, the same value could not be reversed.
    ///
    /// # Panics
    /// If a page has no lines.
    pub fn pages(&self, layout: Layout) -> impl DoubleEndedIterator<Item = Page<'_>> {
        let texts = self.lines(layout.measure).div_ceil(layout.lines);
        let title = self.title.as_deref().unwrap_or_default();
        iter::chain(iter::repeat_n(Page::Text(title), texts), iter::repeat_n(Page::Blank, texts % 2))
    }

    fn lines(&self, measure: usize) -> usize {
        let set = |text| {
            let mut setter = Setter::new(text, measure);
            iter::from_fn(move || setter.next_line().map(drop)).count()
        };
        self.paragraphs.iter().map(|text| set(text)).sum()
    }
}

/// The size of a page.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Characters in a line.
    pub measure: usize,
    /// Lines on a page, at least one.
    pub lines: usize,
}

/// What is on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page<'c> {
    /// Text of the chapter with this title.
    Text(&'c str),
    /// Nothing.
    Blank,
}

/// Finds the chapter with the `index`-th page of a book, and the index of that page within the chapter.
///
/// `try_fold` carries a state, as `fold` does, and may leave early; where leaving is no error, [`ControlFlow`] says so
/// better than a `Result`. `Continue` has the pages still to go, `Break` the place. Unlike `fold` it only borrows the
/// iterator: the later chapters are still there, and have not been set.
///
/// # Panics
/// If a page has no lines.
pub fn locate<'c>(
    chapters: &mut impl Iterator<Item = &'c Chapter>,
    layout: Layout,
    index: usize,
) -> Option<(&'c Chapter, usize)> {
    let place =
        chapters.try_fold(index, |left, chapter| match left.checked_sub(chapter.pages(layout).count()) {
            Some(left) => ControlFlow::Continue(left),
            None => ControlFlow::Break((chapter, left)),
        });
    place.break_value()
}

/// Sets a text in lines, all of them in one buffer.
///
/// This is not an [`Iterator`], and cannot be one: in `fn next(&mut self) -> Option<Self::Item>` the item is one type
/// for all calls, so it cannot name the borrow of this call, and the caller may keep it and ask for another one. That
/// makes `collect` possible and *lending* impossible. An ordinary method can lend, and `while let` is its loop.
///
/// # Example: one buffer for all lines
/// ```
/// use phase1_ownership::iterators::Setter;
///
/// let mut setter = Setter::new("It was  the best of times", 12);
/// let buffer = setter.next_line().map(str::as_ptr);
/// while let Some(line) = setter.next_line() {
///     assert!(line.len() <= 12);
///     assert_eq!(Some(line.as_ptr()), buffer);
/// }
/// ```
#[derive(Debug)]
pub struct Setter<'t> {
    words: Peekable<SplitWhitespace<'t>>,
    measure: usize,
    line: String,
}

impl<'t> Setter<'t> {
    /// Sets `text` in lines of at most `measure` characters; a longer word gets a line of its own.
    pub fn new(text: &'t str, measure: usize) -> Self {
        // Room for any line within the measure; only an overlong word makes the buffer grow.
        let line = String::with_capacity(measure.saturating_mul(char::MAX_LEN_UTF8).min(text.len()));
        Self { words: text.split_whitespace().peekable(), measure, line }
    }

    /// The next line, lent until the one after it is asked for.
    pub fn next_line(&mut self) -> Option<&str> {
        self.line.clear();
        self.line.push_str(self.words.next()?);
        let mut room = self.measure.saturating_sub(self.line.chars().count());
        while let Some(word) = self.words.next_if(|word| word.chars().count() < room) {
            room -= word.chars().count() + 1;
            self.line.extend([" ", word]);
        }
        Some(&self.line)
    }
}

/// How many pages are folded into one section: the most, up to 32, that leave as few blanks as the smallest, 4.
pub fn section(pages: usize) -> usize {
    let blanks = |size| pages.next_multiple_of(size) - pages;
    iter::successors(Some(4), |size| (*size < 32).then_some(size * 2))
        .take_while(|size| blanks(*size) == blanks(4))
        .last()
        .unwrap_or(4)
}

/// Two pages side by side, left and right; `None` where the paper stays white.
pub type Side<P> = [Option<P>; 2];

/// A sheet with two pages on either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet<P> {
    /// Outside, when folded.
    pub front: Side<P>,
    /// Inside, when folded.
    pub back: Side<P>,
}

/// Lays the pages of one section out on sheets, the outermost first: folded into one another, they read in order.
///
/// A sheet has pages from both ends, so the source must be double-ended; how many places stay white depends on its
/// length, so that must be exact. `Sheets` promises in turn what it can keep: an exact length, and to be fused if its
/// source is. A back end it does not offer: the last sheet has the pages in the middle, out of reach from both ends.
///
/// # Example: what `by_ref` took is gone, and the rest still knows its length
/// ```
/// use phase1_ownership::iterators::Sheets;
///
/// let mut sheets = Sheets::new(1..11);
/// assert_eq!(sheets.len(), 3);
/// let proof: Vec<_> = sheets.by_ref().take(1).map(|sheet| (sheet.front, sheet.back)).collect();
/// assert_eq!(proof, [([None, Some(1)], [Some(2), None])]);
/// assert_eq!(sheets.len(), 2);
/// assert_eq!(sheets.next().map(|sheet| sheet.front), Some([Some(10), Some(3)]));
/// ```
#[derive(Debug, Clone)]
pub struct Sheets<I> {
    pages: I,
    /// Places behind the last page that stay white, at most three.
    white: usize,
}

impl<I: ExactSizeIterator + DoubleEndedIterator> Sheets<I> {
    /// Lays out `pages`, after which white paper fills the last sheet.
    pub fn new(pages: I) -> Self {
        Self { white: pages.len().next_multiple_of(4) - pages.len(), pages }
    }
}

impl<I: ExactSizeIterator + DoubleEndedIterator> Iterator for Sheets<I> {
    type Item = Sheet<I::Item>;

    fn next(&mut self) -> Option<Self::Item> {
        // At most three places stay white, so no sheet is without a page, and its first page comes before them all.
        let first = self.pages.next()?;
        let second = self.pages.next();
        let mut from_the_back = || {
            if self.white == 0 {
                return self.pages.next_back();
            }
            self.white -= 1;
            None
        };
        Some(Sheet { front: [from_the_back(), Some(first)], back: [second, from_the_back()] })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let sheets = self.pages.len().div_ceil(4);
        (sheets, Some(sheets))
    }
}

// `len` has a default body, which asks `size_hint` and panics if its bounds differ.
impl<I: ExactSizeIterator + DoubleEndedIterator> ExactSizeIterator for Sheets<I> {}

impl<I: ExactSizeIterator + DoubleEndedIterator + FusedIterator> FusedIterator for Sheets<I> {}

/// The fronts, the backs, and a ticket that says how much of each sheet stays white.
///
/// One pass fills all three: an iterator of tuples can be collected into a tuple of as many collections, up to twelve.
pub fn piles<P>(sheets: impl Iterator<Item = Sheet<P>>) -> (Vec<Side<P>>, Vec<Side<P>>, String) {
    let on_piles = |(index, Sheet { front, back }): (usize, Sheet<P>)| {
        let white = front.iter().chain(&back).filter(|page| page.is_none()).count();
        (front, back, format!("sheet {}: {white} white\n", index + 1))
    };
    sheets.enumerate().map(on_piles).collect()
}
