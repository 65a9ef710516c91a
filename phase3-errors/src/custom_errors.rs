//! An error type of one's own: for code that has to decide, and for people who ask why.
//!
//! Anybody can write the enum. What takes thought is who will read it. After this lesson you can give each reader what
//! that reader needs, choose between `#[source]`, `#[from]` and `transparent` by what a report will show, leave room
//! for new variants, and say what thiserror has written for you.
//!
//! | the reader | asks | finds the answer in |
//! |---|---|---|
//! | the calling code | what can be done about it? | a *kind*: small, `Copy`, comparable ([`Kind`]) |
//! | a person | what happened? | `Display`: the sentence of this layer, without the layers below |
//! | a person, later | why? | `source()`: the layer below, which has a sentence of its own |
//!
//! Reports print an error and all of its sources. So a *cause* stands in the message or in `source()`, never in both,
//! or it is read twice. That leaves a variant three ways to hold what it knows:
//!
//! | a variant holds | its message | its `source()` | whoever follows the sources |
//! |---|---|---|---|
//! | a `#[source]` | its own | the cause | can downcast to the cause |
//! | a cause and is `transparent` | the cause's | the cause's source | never meets the cause, only what is below it |
//! | data | its own, with the data | none | has come to the end |
//!
//! [`by_hand`] and [`derived`] are the same enum twice; read them side by side. The derive leaves nothing of itself in
//! the public interface, so a library can change from one to the other unnoticed: name the other one in the `pub use`
//! below, and every test still passes.
//!
//! An enum suits a library, whose callers want to match. A program that only reports its errors wants one type that
//! takes all of them, such as [`Report`](crate::error_propagation::Report).
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

/// Sets the manuscript, a line at a time. `hook` sees each line first and may change or refuse it. What looks like HTML
/// in a line stays HTML.
///
/// # Errors
/// A [`PageError`]; the lines above the one that failed have been written, but not flushed.
///
/// # Example: code decides by the kind, whatever the cause
/// ```
/// use phase3_errors::custom_errors::{Kind, set_page};
///
/// let mut page = Vec::new();
/// let Err(error) = set_page("a *line\n".as_bytes(), &mut page, |line| Ok(line.to_owned())) else {
///     unreachable!("the emphasis has no end")
/// };
/// assert_eq!(error.kind(), Kind::Author);
/// assert_eq!(error.to_string(), "line 1 cannot be set");
/// ```
pub fn set_page(
    manuscript: impl BufRead,
    mut page: impl Write,
    mut hook: impl FnMut(&str) -> Result<String, Box<dyn Error + Send + Sync>>,
) -> Result<(), PageError> {
    for (line, text) in (1..).zip(manuscript.lines()) {
        // `#[from]` is right for the hook's error only. From an `io::Error` alone, nobody can tell whether it comes
        // from reading or from writing, and from an `Unclosed` not in which line it is.
        let text = hook(&text.map_err(PageError::Read)?)?;
        let excess = text.chars().count().saturating_sub(WIDTH);
        if excess > 0 {
            return Err(PageError::TooLong { line, excess });
        }
        let html = emphasise(&text).map_err(|source| PageError::Markup { line, source })?;
        writeln!(page, "{html}").map_err(PageError::Write)?;
    }
    page.flush().map_err(PageError::Write)
}

/// Who can help: enough for code to branch on, for tests to compare and for metrics to count.
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
    /// Who can help. This is not the variant under another name: a line that is not UTF-8 is a [`PageError::Read`] like
    /// a broken disk, but only the author can help.
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

/// An emphasis that begins and does not end. It has no cause and is plain data, so it can be `Copy` and `Eq`.
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

/// `std::error::Error` is the same trait. Under this name it also exists in a crate without `std`.
impl core::error::Error for Unclosed {}

fn emphasise(text: &str) -> Result<String, Unclosed> {
    let mut html = String::with_capacity(text.len());
    let mut open = None;
    for (column, character) in (1..).zip(text.chars()) {
        if character != '*' {
            html.push(character);
        } else if open.take().is_some() {
            html.push_str("</em>");
        } else {
            html.push_str("<em>");
            open = Some(column);
        }
    }
    match open {
        None => Ok(html),
        Some(column) => Err(Unclosed { column }),
    }
}
