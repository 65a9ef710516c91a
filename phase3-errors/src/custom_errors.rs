//! An error type of one's own: for code that has to decide, and for people who ask why.
//!
//! | who asks | for | gets it from |
//! |---|---|---|
//! | code that calls | what can be done about it | a *kind*: small, `Copy`, comparable ([`Kind`]) |
//! | a person | what happened | `Display`: the sentence of this layer, without the layers below |
//! | a person, later | why | `source()`: the layer below, which has a sentence of its own |
//!
//! Reports print the whole chain of sources. So a *cause* stands in the message or in `source()`, never in both, or it
//! is read twice. That leaves a variant three ways to hold what it knows:
//!
//! | a variant holds | its message | its `source()` | who walks the chain |
//! |---|---|---|---|
//! | a `#[source]` | its own | the cause | can downcast to the cause |
//! | a cause and is `transparent` | the cause's | the cause's source | never meets the cause, only what is below it |
//! | data | its own, with the data | none | is at the end |
//!
//! [`by_hand`] and [`derived`] are the same enum twice; read them side by side. The derive leaves nothing of itself in
//! the public interface, so a library can go from one form to the other and tell nobody: take the other one in the
//! `pub use` below, and every test still passes.
//!
//! An enum is for libraries: callers can match it. A program that only reports wants one type that takes all of them,
//! such as [`Report`](crate::error_propagation::Report).
//!
//! The lesson sets pages: a manuscript goes in line by line, `*emphasis*` becomes HTML, and five things can fail.

pub mod by_hand;
pub mod derived;

use std::{
    error::Error,
    fmt,
    io::{BufRead, ErrorKind, Write},
};

pub use derived::PageError;

/// The most characters that a line may have.
pub const WIDTH: usize = 40;

/// Sets the manuscript, a line at a time. `hook` sees each line first and may change or refuse it.
///
/// # Errors
/// A [`PageError`]; the lines above the one that failed have been written.
///
/// # Example: code decides by the kind, whatever the cause
/// ```
/// use phase3_errors::custom_errors::{Kind, set_page};
///
/// let mut page = Vec::new();
/// let error = set_page("a *line\n".as_bytes(), &mut page, |line| Ok(line.to_owned())).unwrap_err();
/// assert_eq!(error.kind(), Kind::Author);
/// assert_eq!(error.to_string(), "line 1 cannot be set");
/// ```
pub fn set_page(
    manuscript: impl BufRead,
    mut page: impl Write,
    mut hook: impl FnMut(&str) -> Result<String, Box<dyn Error + Send + Sync>>,
) -> Result<(), PageError> {
    for (line, text) in (1..).zip(manuscript.lines()) {
        // `#[from]` fits the hook only. Of an `io::Error`, a `From` cannot say whether it was read or written, and of
        // markup not in which line.
        let text = hook(&text.map_err(PageError::Read)?)?;
        if let Some(excess @ 1..) = text.chars().count().checked_sub(WIDTH) {
            return Err(PageError::TooLong { line, excess });
        }
        let html = emphasise(&text).map_err(|source| PageError::Markup { line, source })?;
        writeln!(page, "{html}").map_err(PageError::Write)?;
    }
    page.flush().map_err(PageError::Write)
}

/// Who can help. All that code needs to branch on, tests to compare and metrics to count.
///
/// Other crates must be ready for more of them: `#[non_exhaustive]` makes them write a `_` arm (E0004).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The author: the text has to change.
    Author,
    /// Whoever looks after disks and networks: the same call may succeed later.
    Operator,
    /// Whoever wrote the hook.
    Hook,
}

impl PageError {
    /// Who can help. Not the variant under another name: a line that is not UTF-8 comes as an `io::Error` as well, but
    /// no operator can help.
    ///
    /// In its own crate, a `#[non_exhaustive]` enum is matched without `_`: whoever adds a variant has to decide here.
    pub fn kind(&self) -> Kind {
        match self {
            Self::TooLong { .. } | Self::Markup { .. } => Kind::Author,
            Self::Read(cause) if cause.kind() == ErrorKind::InvalidData => Kind::Author,
            Self::Read(_) | Self::Write(_) => Kind::Operator,
            Self::Hook(_) => Kind::Hook,
        }
    }
}

/// An emphasis that begins and does not end: an error at the bottom of the chain, plain data, so it can be all this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unclosed {
    /// Where it begins, counted in characters from 1.
    pub column: usize,
}

impl fmt::Display for Unclosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the emphasis at column {} has no end", self.column)
    }
}

/// `std::error::Error` is this very trait; under this name, it is also there in a crate without `std`.
impl core::error::Error for Unclosed {}

fn emphasise(text: &str) -> Result<String, Unclosed> {
    let mut html = String::with_capacity(text.len());
    let mut open = None;
    for (column, character) in (1..).zip(text.chars()) {
        match (character, open.take()) {
            ('*', None) => {
                html.push_str("<em>");
                open = Some(column);
            }
            ('*', Some(_)) => html.push_str("</em>"),
            (other, still_open) => {
                html.push(other);
                open = still_open;
            }
        }
    }
    match open {
        None => Ok(html),
        Some(column) => Err(Unclosed { column }),
    }
}
