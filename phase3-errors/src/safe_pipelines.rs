//! From a file of unknown quality to a ledger one can rely on: stages, each of which proves something once.
//!
//! Booksellers report their sales as CSV ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)), from spreadsheets, with
//! everything that people do to spreadsheets. A few records are always wrong. The rest must be booked nevertheless, and
//! nothing may get lost: what is not in the ledger is in a file of rejects, with its line and all the reasons. After
//! this lesson you can cut such a job into stages, decide for each failure what it may cost, and let the types enforce
//! it.
//!
//! | stage | takes | makes | which proves | a failure costs |
//! |---|---|---|---|---|
//! | [`frames`] | bytes | [`Frame`]: line, text | where a record begins and ends | the file |
//! | [`fields`] | text | fields | that the quoting is sound | the record |
//! | [`sales`] | fields | [`Sale`](sales::Sale) | that each value means something | the record |
//! | [`ledger`] | sales | [`Ledger`]: totals | that no sale counts twice | the record |
//!
//! What makes it safe:
//!
//! - **Parse, do not validate.** What a check returns as a `bool` is forgotten behind the `if`; a parser returns a type
//!   that only checked values have. Whoever holds an [`Isbn`](sales::Isbn) knows that its check digit is right, because
//!   other modules have no other way to get one. So no later stage checks again, or forgets to.
//! - **Two severities, two types.** A [`Fault`] costs a record, [`Stopped`] the file. There is no `From` between them:
//!   a `?` that would turn one bad record into a lost file does not compile.
//! - **Errors accumulate where they are independent:** all faults of a record's values are reported at once. Where a
//!   stage needs the one before, the first failure is the only one.
//! - **Budgets** ([`Limits`]) bound what a file can cost, and tell what is wrong with it: a record that never ends is a
//!   quote left open, and a thousand rejects are the wrong file.
//! - **No input makes it panic.** rustc accepts every `unwrap`, so the gate is Clippy's `unwrap_used`, which is on in
//!   this workspace. It does not see an index or a subtraction that can fail; a comment says why those here cannot.

pub mod frames;
pub mod fields;
pub mod sales;
pub mod ledger;

use std::{
    io::{self, BufRead},
    iter,
};

use self::{
    fields::{quote, split},
    frames::{Frame, Frames},
    ledger::Ledger,
    sales::{Columns, Wrong},
};

/// What one file may cost.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The most bytes of one record. Bounds what a quote that is never closed can swallow.
    pub record_bytes: usize,
    /// The most records, the header not counted.
    pub records: usize,
    /// The most rejects. With more of them, the file is hardly a report of sales.
    pub rejects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { record_bytes: 64 << 10, records: 100_000, rejects: 1_000 }
    }
}

/// A file that was read to its end: each of its records is either in the ledger or among the rejects.
#[derive(Debug)]
#[must_use = "what was rejected is in here, and nowhere else"]
pub struct Import {
    /// What had been booked before, and what this file added.
    pub ledger: Ledger,
    /// What was not, in the file's order.
    pub rejects: Vec<Reject>,
    header: String,
}

/// A record that was not booked, word for word, so that somebody can correct it.
#[derive(Debug)]
pub struct Reject {
    /// The record as it stands in the file.
    pub frame: Frame,
    /// All that is wrong with it; at least one.
    pub faults: Vec<Fault>,
}

/// Why a record was rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Only quoted fields may contain quotes.
    #[error("quote in a field that does not start with one")]
    BareQuote,
    /// A quoted field does not end in this record. A frame never has this fault.
    #[error("quoted field that is not closed")]
    OpenQuote,
    /// A quoted field ends with its quote.
    #[error("text between a closing quote and the next comma")]
    BehindQuote,
    /// A comma too many or too few: all values behind it are in the wrong column.
    #[error("{found} fields, where the header has {expected}")]
    Width {
        /// In the header.
        expected: usize,
        /// In the record.
        found: usize,
    },
    /// One value means nothing.
    #[error("{column} `{}` {wrong}", .text.escape_debug())]
    Value {
        /// Its column.
        column: &'static str,
        /// As it was read, line breaks and all. The message escapes them, since it may end up in a log.
        text: String,
        /// What is wrong with it.
        wrong: Wrong,
    },
    /// The reference of a sale may be booked once.
    #[error("booked already, from line {line} of its file")]
    Booked {
        /// Where the other one begins, in this file or an earlier one.
        line: u64,
    },
    /// The sum would exceed its type.
    #[error("too large to be added up")]
    TooLarge,
}

/// The import ended before the file did, and nothing is booked: the repaired file is imported as a whole.
#[derive(Debug, thiserror::Error)]
#[error("stopped at line {line}, and nothing is booked")]
pub struct Stopped {
    /// Where the record in question begins.
    pub line: u64,
    /// The reason.
    #[source]
    pub cause: Stop,
}

/// Why an import cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// The source failed.
    #[error("the file cannot be read")]
    Unreadable(#[source] io::Error),
    /// The file is in another encoding, so no text in it can be relied on.
    #[error("the text is not UTF-8")]
    NotUtf8,
    /// More than [`Limits::record_bytes`], or all that is left of the file, belongs to one quoted field.
    #[error("a quote is opened and not closed")]
    OpenQuote,
    /// More than [`Limits::record_bytes`].
    #[error("the record is too long")]
    LongRecord,
    /// There is no first record.
    #[error("the file is empty")]
    Empty,
    /// The header is quoted wrongly.
    #[error("the header cannot be read")]
    Header(#[source] Fault),
    /// All columns that the header does not name exactly once.
    #[error("missing or ambiguous columns: {}", .0.join(", "))]
    Columns(Vec<&'static str>),
    /// More than [`Limits::records`].
    #[error("there are too many records")]
    Records,
    /// More than [`Limits::rejects`]. They come along, because they may tell what is wrong with the file.
    #[error("too many records are rejected")]
    Rejects(Vec<Reject>),
}

/// Adds the sales that `input` reports to those of `before`.
///
/// `before` is only borrowed, so there is nothing to undo if the import stops: the price is one copy a file.
///
/// # Errors
/// [`Stopped`] if the file cannot be understood as a whole, or exceeds `limits`.
///
/// # Example: a wrong record costs itself, and says all that is wrong with it
/// ```
/// use phase3_errors::safe_pipelines::{Limits, import, ledger::Ledger};
///
/// let report = "sale,isbn,copies,price\n1,978-0-14-143958-7,2,9.50\n2,978-0-14-143958-8,none,9.50\n";
/// let done = import(report.as_bytes(), &Limits::default(), &Ledger::default())?;
/// assert_eq!(done.ledger.sales(), 1);
/// assert_eq!(
///     done.rejects[0].reason(),
///     "isbn `978-0-14-143958-8` has a wrong check digit; copies `none` is not a number of copies"
/// );
/// # Ok::<(), phase3_errors::safe_pipelines::Stopped>(())
/// ```
pub fn import(input: impl BufRead, limits: &Limits, before: &Ledger) -> Result<Import, Stopped> {
    let mut frames = Frames::new(input, limits.record_bytes);
    let header = frames.next().ok_or(Stopped { line: 1, cause: Stop::Empty }).flatten()?;
    let columns = split(&header.text)
        .map_err(Stop::Header)
        .and_then(|names| Columns::bind(&names))
        .map_err(|cause| Stopped { line: header.line, cause })?;

    let mut import = Import { ledger: before.clone(), rejects: Vec::new(), header: header.text };
    for (number, frame) in (1..).zip(frames) {
        let frame = frame?;
        let line = frame.line;
        if number > limits.records {
            return Err(Stopped { line, cause: Stop::Records });
        }
        // The stages borrow the frame, so that it is still here if one of them refuses it.
        if let Err(faults) = book(&frame, &columns, &mut import.ledger) {
            import.rejects.push(Reject { frame, faults });
        }
        if import.rejects.len() > limits.rejects {
            return Err(Stopped { line, cause: Stop::Rejects(import.rejects) });
        }
    }
    Ok(import)
}

/// One record through the stages behind the frame, or all that is wrong with it and the ledger as it was.
fn book(frame: &Frame, columns: &Columns, ledger: &mut Ledger) -> Result<(), Vec<Fault>> {
    let fields = split(&frame.text).map_err(|fault| vec![fault])?;
    let sale = columns.sale(&fields)?;
    ledger.post(sale, frame.line).map_err(|fault| vec![fault])
}

impl Import {
    /// The rejects as a file of the same format, each with its line and reason in two more columns in front.
    ///
    /// Columns are found by name, so once its records are corrected, the file can be imported as it is, on top of this
    /// ledger. What somebody forgets to correct is rejected again.
    pub fn reject_file(&self) -> Option<String> {
        let header = format!("line,reason,{}\n", self.header);
        let record = |reject: &Reject| {
            format!("{},{},{}\n", reject.frame.line, quote(&reject.reason()), reject.frame.text)
        };
        (!self.rejects.is_empty())
            .then(|| iter::once(header).chain(self.rejects.iter().map(record)).collect())
    }
}

impl Reject {
    /// All faults, in one line.
    pub fn reason(&self) -> String {
        self.faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }
}
