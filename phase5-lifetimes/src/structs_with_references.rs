//! Views as types of their own: what a struct that borrows can give away, and what to keep where a view cannot stay.
//!
//! After this lesson you can write a parser whose results are parts of its input, decide for each method whether its
//! result comes from the view or from the source, and choose between a view, a range and a shared owner. The lesson
//! reads articles as a publishing platform gets them: a front matter of `key: value` lines between two lines `---`,
//! then the body.
//!
//! A struct with a reference does not own less, it owns a different thing: the right to look at the source. Its
//! lifetime parameter says how long that lasts, and each method decides how much of it is passed on:
//!
//! | method | what it returns is good | here |
//! |---|---|---|
//! | `fn(&self) -> &'s str` | as long as the source is lent, view or no view | [`Article::get`] |
//! | `fn(&self) -> &str` | as long as the value itself is lent; right for what it owns | [`Stored::get`] |
//! | `fn(&mut self) -> &'s str`, field `&'s str` | like the first: a shared reference can be copied out | [`Reader::take`] |
//! | `fn(&mut self) -> &'b mut [u8]`, field `&'b mut [u8]` | the same, but a part can be given away only once | [`LinesMut`] |
//!
//! A view freezes its source and cannot be used after it. The usual wish is then a struct with both, source and views.
//! But the views would borrow the field beside them, and what is borrowed cannot be moved, so nobody could ever return
//! such a struct (E0505, E0515). What can be kept instead:
//!
//! | kept | words | its text | choose it |
//! |---|---|---|---|
//! | `&'s str` | 2 | is there | to parse, use and drop: this is the default |
//! | `&'s str` into an arena | 2 | is there until the arena goes | while more sources come in: [`Sources`] |
//! | `Range<usize>` | 2 | is found by whoever has the source at hand | in the struct that owns the source: [`Stored`] |
//! | `Arc<str>` and a range | 4 | is there, and keeps all of the source in memory | for threads, caches, queues: [`Piece`] |
//! | `String` | 3, and a copy | is there | for a small part of a large source |
//!
//! A range is not checked against the text that it was made for. What the borrow checker did for a view is now up to the
//! struct: nobody else may change its source.

mod stored;

use std::{cell::RefCell, fmt};

pub use stored::{Piece, Sources, Stored};

/// A line of the front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'s> {
    /// What stands before the first colon, without blanks around it.
    pub key: &'s str,
    /// What stands behind it, without blanks around it.
    pub value: &'s str,
}

/// An article in views: nothing of the text is copied, however long it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article<'s> {
    /// The front matter, in its order.
    pub entries: Vec<Entry<'s>>,
    /// All that follows the front matter, to the last byte.
    pub body: &'s str,
}

/// Why a text is no article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseError {
    /// The front matter begins, and does not end.
    Unclosed,
    /// A line of the front matter has no colon.
    NoColon {
        /// Counted from 1, which is the opening `---`.
        line: usize,
    },
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unclosed => write!(f, "the front matter has no end"),
            Self::NoColon { line } => write!(f, "line {line} has no colon"),
        }
    }
}

impl std::error::Error for ParseError {}

impl<'s> Article<'s> {
    /// Takes an article apart. A text that does not begin with a line `---` is all body. Empty lines are skipped.
    ///
    /// `Self` is `Article<'s>`, so the signature says whose parts it returns.
    ///
    /// # Errors
    /// If the front matter has no end, or a line in it has no colon.
    ///
    /// # Example: views outlive the article, not the source
    /// ```
    /// use phase5_lifetimes::structs_with_references::Article;
    ///
    /// let source = String::from("---\ntitle: On Loops\n---\nOnce more.\n");
    /// let title = Article::parse(&source)?.get("title");
    /// assert_eq!(title, Some("On Loops"));
    /// assert_eq!(title.map(str::as_ptr), Some(source[11..].as_ptr()));
    /// # Ok::<_, phase5_lifetimes::structs_with_references::ParseError>(())
    /// ```
    pub fn parse(source: &'s str) -> Result<Self, ParseError> {
        let (mut rest, mut entries) = (source, Vec::new());
        if next_line(&mut rest) != Some("---") {
            return Ok(Self { entries, body: source });
        }
        for number in 2.. {
            match next_line(&mut rest) {
                None => return Err(ParseError::Unclosed),
                Some("---") => break,
                Some("") => {}
                Some(line) => {
                    let (key, value) = line.split_once(':').ok_or(ParseError::NoColon { line: number })?;
                    entries.push(Entry { key: key.trim_ascii(), value: value.trim_ascii() });
                }
            }
        }
        Ok(Self { entries, body: rest })
    }

    /// The value of the first entry with this key.
    ///
    /// `&'s str`, although `&self` would have offered its own lifetime: the value is a part of the source, so it can be
    /// kept when the article is gone. With `Option<&str>`, the example above would be refused (E0716), and a function
    /// that parses only to return a title could not be written (E0515).
    pub fn get(&self, key: &str) -> Option<&'s str> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| entry.value)
    }
}

/// Takes the next line off the front of `rest`, without its line ending.
///
/// A tokenizer in one parameter: `&mut &'s str` is a cursor into a text. The `&mut` is short and ends with the call; the
/// line has the long lifetime, because `*rest` is copied out of the cursor and not borrowed from it.
fn next_line<'s>(rest: &mut &'s str) -> Option<&'s str> {
    if rest.is_empty() {
        return None;
    }
    // Not `(*rest, "")`: an empty rest has a place in the text, and `Stored` needs to know it. A literal is elsewhere.
    let (line, after) = rest.split_once('\n').unwrap_or(rest.split_at(rest.len()));
    *rest = after;
    Some(line.strip_suffix('\r').unwrap_or(line))
}

/// Hands out the entries of an article, and when it is dropped, reports the keys that nobody asked for.
///
/// Two lifetimes, because `RefCell<Vec<&'s str>>` is invariant in `'s`: nothing can be shortened to meet in the middle.
/// With one name for both, the cell would be lent for the lifetime in its own type, which is as long as it is used. So
/// after the first reader, it could be neither moved nor taken apart by `into_inner` (E0505).
///
/// The `Drop` makes a difference to callers; the rule is called *drop check*. Without one, a view may still be there
/// when its source is gone, as long as nobody uses it: an [`Article`] may be declared before its source. Dropping is a
/// use if it runs code that could look at the references, so a `Reader` must be declared behind its source (E0597).
#[derive(Debug)]
pub struct Reader<'s, 'w> {
    unread: Vec<Entry<'s>>,
    warnings: &'w RefCell<Vec<&'s str>>,
}

impl<'s, 'w> Reader<'s, 'w> {
    /// Reads `article`; `warnings` gets what is left unread.
    pub fn new(article: Article<'s>, warnings: &'w RefCell<Vec<&'s str>>) -> Self {
        Self { unread: article.entries, warnings }
    }

    /// The value of the first entry with this key that was not taken before.
    ///
    /// `&mut self` only for the call. The value can be kept while the next one is taken, and when the reader is gone.
    pub fn take(&mut self, key: &str) -> Option<&'s str> {
        let at = self.unread.iter().position(|entry| entry.key == key)?;
        Some(self.unread.remove(at).value)
    }
}

impl Drop for Reader<'_, '_> {
    fn drop(&mut self) {
        self.warnings.borrow_mut().extend(self.unread.iter().map(|entry| entry.key));
    }
}

/// The lines of a text, each to be changed on its own, with their line feeds.
///
/// # Example: lines can be collected, because each is given away once
/// ```
/// use phase5_lifetimes::structs_with_references::LinesMut;
///
/// let mut text = *b"one\ntwo";
/// let lines: Vec<_> = LinesMut::new(&mut text).collect();
/// for line in lines {
///     line[0].make_ascii_uppercase();
/// }
/// assert_eq!(&text, b"One\nTwo");
/// ```
#[derive(Debug)]
pub struct LinesMut<'b> {
    rest: &'b mut [u8],
}

impl<'b> LinesMut<'b> {
    /// All lines of `text`.
    pub fn new(text: &'b mut [u8]) -> Self {
        Self { rest: text }
    }
}

impl<'b> Iterator for LinesMut<'b> {
    type Item = &'b mut [u8];

    /// A `&mut` cannot be copied out of the field, and what is reborrowed through `&mut self` ends with `&mut self`:
    /// `&mut self.rest[..end]` is refused. The reference itself must leave the field. That is what `split_off_mut` does:
    /// it takes the slice out, splits it, and puts the second half back. `mem::take` and `split_at_mut` do the same by
    /// hand, also for types that have no such method.
    fn next(&mut self) -> Option<&'b mut [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.iter().position(|byte| *byte == b'\n').map_or(self.rest.len(), |at| at + 1);
        self.rest.split_off_mut(..end)
    }
}

/// Overwrites what `key` has as its value in the front matter with `*`, before the article is shown to others.
///
/// The text keeps its length, so ranges that were made before still fit. As all bytes of a character are overwritten or
/// none, UTF-8 stays UTF-8.
pub fn mask(source: &mut [u8], key: &str) {
    let mut lines = LinesMut::new(source);
    if !lines.next().is_some_and(|line| is_fence(line)) {
        return;
    }
    for line in lines.take_while(|line| !is_fence(line)) {
        if let Some(colon) = line.iter().position(|byte| *byte == b':')
            && line[..colon].trim_ascii() == key.as_bytes()
        {
            line[colon + 1..]
                .iter_mut()
                .filter(|byte| !byte.is_ascii_whitespace())
                .for_each(|byte| *byte = b'*');
        }
    }
}

/// Whether a line begins or ends the front matter. Without a line feed it would be the last line, with nothing to mask.
fn is_fence(line: &[u8]) -> bool {
    matches!(line, b"---\n" | b"---\r\n")
}
