//! One stream of results and many ways to end it: what an error means is decided where the stream is consumed.
//!
//! A parser knows that a line is bad. It cannot know whether its caller then wants nothing at all, or all that is good,
//! or a list of all that is bad. So [`pieces`] returns an iterator of `Result`s, and each caller chooses how to consume
//! it. After this lesson you will choose by what is to happen at an error, and rarely need a loop to get it:
//!
//! | wanted | how the stream is consumed | at an error |
//! |---|---|---|
//! | all or nothing | `collect::<Result<Vec<_>, _>>()` ([`all`]) | stops, drops what it has |
//! | several collections, or nothing | `collect::<Result<(A, B, C), _>>()` ([`columns`]) | stops, drops what it has |
//! | a number | `sum::<Result<_, _>>()` ([`length`]) | stops |
//! | nothing but the check | `try_for_each` | stops |
//! | what is good and what is bad | a loop into two vectors ([`sift`]) | goes on, keeps it |
//! | the first answer | `try_fold` into a `ControlFlow` ([`first_without_room`]) | the closure decides |
//! | what is good, and the rest ignored | `flatten()` | goes on, drops the error |
//!
//! `Option` can be consumed in the same ways, with `None` in the error's place ([`first_pages`]). Three traps:
//!
//! - Iterators are lazy. A stream of checks that is never consumed has checked nothing.
//! - What stops at an error has not looked at the elements behind it. If two things can stop it, the outcome depends on
//!   which of them comes first ([`length`]).
//! - `flatten()` ends only if the stream ends. A reader that keeps failing yields one error after the other for ever,
//!   so `lines().flatten()` on it never returns.
//!
//! The lesson reads the contents of a magazine's next issue, a line for each piece.

use std::{collections::BTreeSet, ops::ControlFlow, str::FromStr};

use thiserror::Error;

/// A piece that is planned for an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is called.
    pub title: String,
    /// Who writes it.
    pub author: String,
    /// How many pages it takes, as far as that is known.
    pub pages: Option<u16>,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// The file does not begin with `# `.
    #[error("the heading is missing")]
    NoHeading,
    /// The first field is empty.
    #[error("the title is missing")]
    NoTitle,
    /// There is no second field, or it is empty.
    #[error("the author is missing")]
    NoAuthor,
    /// The third field is neither a number nor `?`.
    #[error("{0:?} is not a number of pages")]
    Pages(String),
}

/// A fault and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {fault}")]
pub struct BadLine {
    /// Counted from 1, blank lines and headings included.
    pub line: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// Reads `title | author` or `title | author | pages`, with `?` for pages that are not known yet.
///
/// A third field may be missing, but if it is there, it must be good. So `map` makes an `Option<Result<_, _>>` of it,
/// and [`Option::transpose`] turns that into a `Result<Option<_>, _>`: `?` takes the error away and leaves the option.
impl FromStr for Piece {
    type Err = Fault;

    fn from_str(line: &str) -> Result<Self, Fault> {
        let mut fields = line.splitn(3, '|').map(str::trim);
        let mut name =
            |missing| fields.next().filter(|field| !field.is_empty()).map(str::to_owned).ok_or(missing);
        let (title, author) = (name(Fault::NoTitle)?, name(Fault::NoAuthor)?);
        let pages = fields
            .next()
            .filter(|field| *field != "?")
            .map(|field| field.parse().map_err(|_| Fault::Pages(field.to_owned())))
            .transpose()?;
        Ok(Self { title, author, pages })
    }
}

/// The pieces in a list of contents, good and bad. Blank lines and headings (`#`) are skipped.
///
/// # Example: a stream that was stopped by an error can go on behind it
/// ```
/// use phase3_errors::option_result_pipelines::pieces;
///
/// let mut stream = pieces("Moves | Ada\nBorrows\nDrops | Grace\n");
/// let stopped = stream.by_ref().collect::<Result<Vec<_>, _>>();
/// assert!(stopped.is_err_and(|bad| bad.to_string() == "line 2: the author is missing"));
///
/// let next = stream.next().transpose()?;
/// assert!(next.is_some_and(|piece| piece.title == "Drops"));
/// # Ok::<_, phase3_errors::option_result_pipelines::BadLine>(())
/// ```
pub fn pieces(text: &str) -> impl Iterator<Item = Result<Piece, BadLine>> {
    text.lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(text, line)| text.parse().map_err(|fault| BadLine { line, fault }))
}

/// All pieces, or the first bad line.
///
/// # Errors
/// The first bad line; those behind it are not read.
///
/// # Example: a collection inside of a `Result` is not told how many elements to expect
/// ```
/// # use std::num::ParseIntError;
/// let fields = ["1"; 1000];
/// let numbers = || fields.iter().map(|field| field.parse::<u16>());
///
/// // The stream knows its length. But an error may end it before any element, so `collect` can promise the `Vec`
/// // no more than 0 of them, and the `Vec` grows step by step.
/// assert_eq!(numbers().size_hint(), (1000, Some(1000)));
/// let collected = numbers().collect::<Result<Vec<_>, _>>()?;
///
/// // Where that matters, reserve first.
/// let mut reserved = Vec::with_capacity(fields.len());
/// let capacity = reserved.capacity();
/// for number in numbers() {
///     reserved.push(number?);
/// }
/// assert_eq!(reserved, collected);
/// assert_eq!(reserved.capacity(), capacity, "it never grew");
/// # Ok::<_, ParseIntError>(())
/// ```
pub fn all(text: &str) -> Result<Vec<Piece>, BadLine> {
    pieces(text).collect()
}

/// Titles in order, authors each once, and lengths in order: what stands in the columns of the printed contents.
pub type Columns = (Vec<String>, BTreeSet<String>, Vec<Option<u16>>);

/// The contents by columns, in one pass. A tuple of up to twelve collections is filled from an iterator of tuples, and
/// can stand wherever a single collection can; `unzip` knows only pairs, and no `Result` around them.
///
/// # Errors
/// The first bad line.
pub fn columns(text: &str) -> Result<Columns, BadLine> {
    pieces(text).map(|piece| piece.map(|piece| (piece.title, piece.author, piece.pages))).collect()
}

/// The number of pages of the issue, `None` if the length of a piece is not known.
///
/// What can be summed can be summed inside of a `Result` or an `Option`, and so inside of one in the other. The sum
/// passes on the errors of the stream; an overflow is none of them: it panics, or wraps around where overflow checks
/// are off. So the lengths are widened to a type that takes the sum of more than 65 000 pieces.
///
/// # Errors
/// The first bad line, unless the length of a piece before it is not known.
///
/// # Example: what stops the sum first hides what comes later
/// ```
/// use phase3_errors::option_result_pipelines::length;
///
/// assert!(length("Borrows\nMoves | Ada | ?").is_err());
/// assert_eq!(length("Moves | Ada | ?\nBorrows"), Ok(None));
/// ```
pub fn length(text: &str) -> Result<Option<u32>, BadLine> {
    pieces(text).map(|piece| piece.map(|piece| piece.pages.map(u32::from))).sum()
}

/// The page on which each piece begins, counted from 1; `None` if a length is not known.
///
/// The `?` leaves the closure, not the function. It makes this element `None`, and `collect` makes the whole `None`.
pub fn first_pages(pieces: &[Piece]) -> Option<Vec<u32>> {
    let mut next = 1;
    let begin = |piece: &Piece| {
        let begin = next;
        next += u32::from(piece.pages?);
        Some(begin)
    };
    pieces.iter().map(begin).collect()
}

/// Everything that is good and everything that is bad, both in order.
///
/// [`Iterator::partition`] is no help here. It divides the elements and does not change them, so both of its vectors
/// would contain `Result`s (E0308 for those who expect otherwise), and would have to be unwrapped one by one.
pub fn sift(text: &str) -> (Vec<Piece>, Vec<BadLine>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for piece in pieces(text) {
        match piece {
            Ok(piece) => good.push(piece),
            Err(line) => bad.push(line),
        }
    }
    (good, bad)
}

/// All pieces or all faults: what the person who has to correct the file wants to see.
///
/// # Errors
/// All bad lines; never an empty vector.
pub fn accept(text: &str) -> Result<Vec<Piece>, Vec<BadLine>> {
    let (good, bad) = sift(text);
    if bad.is_empty() { Ok(good) } else { Err(bad) }
}

/// The first piece that has no place any more in an issue with `room` pages, `None` if all have.
///
/// The search ends with an answer, with a fault, or with the list. In a `try_fold` with `Result`, only an `Err` can end
/// it early, and the answer would have to pass as an error. A [`ControlFlow::Break`] only says that this is the end,
/// and carries a `Result` here to say of which kind. The price is that `?` cannot take the fault out of `piece`,
/// because it does not turn an `Err` into a `Break` (E0277): the `match` does. [`map_break`](ControlFlow::map_break)
/// turns the break of [`fit`], which is an answer, into `Break(Ok(piece))`.
///
/// # Errors
/// The first bad line, unless the issue is full before it.
pub fn first_without_room(text: &str, room: u32) -> Result<Option<Piece>, BadLine> {
    pieces(text)
        .try_fold(room, |left, piece| match piece {
            Ok(piece) => fit(left, piece).map_break(Ok),
            Err(bad) => ControlFlow::Break(Err(bad)),
        })
        .break_value()
        .transpose()
}

/// The room that `piece` leaves, or the piece itself if there is not enough. An unknown length counts as one page.
pub fn fit(room: u32, piece: Piece) -> ControlFlow<Piece, u32> {
    match room.checked_sub(piece.pages.map_or(1, u32::from)) {
        Some(left) => ControlFlow::Continue(left),
        None => ControlFlow::Break(piece),
    }
}

/// Whatever `read` makes of `text`, provided that the text has a heading.
///
/// # Errors
/// [`Fault::NoHeading`]; `read` is not called then.
///
/// # Example: a generic layer adds a `Result` of its own, and `flatten` makes one of two
/// ```
/// use phase3_errors::option_result_pipelines::{all, headed, sift};
///
/// let text = "# Spring\nMoves | Ada\nBorrows\n";
/// let (good, bad) = headed(text, sift)?;
/// assert_eq!((good.len(), bad.len()), (1, 1));
///
/// // `all` returns a `Result`, so this is a `Result` in a `Result`. `headed(text, all)??` would open both at once.
/// let pieces = headed(text, all).flatten();
/// assert!(pieces.is_err_and(|bad| bad.line == 3));
/// # Ok::<_, phase3_errors::option_result_pipelines::BadLine>(())
/// ```
pub fn headed<T>(text: &str, read: impl FnOnce(&str) -> T) -> Result<T, BadLine> {
    text.starts_with("# ").then(|| read(text)).ok_or(BadLine { line: 1, fault: Fault::NoHeading })
}
