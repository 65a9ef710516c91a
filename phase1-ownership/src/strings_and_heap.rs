//! Where text lives, who owns it, and when it is copied.
//!
//! The lesson follows the texts of a publisher: read from old files, set in type, cut for the web, indexed and listed.
//! On the way you see how to choose a type for text, how to cut it without a panic, and how to build it without copies
//! that nobody needs.
//!
//! Text is UTF-8 in every one of these types. What differs is whose memory it is, and what may happen to it:
//!
//! | type | is made of | choose it for |
//! |---|---|---|
//! | `&str` | pointer, length | parameters, and views into text that someone else keeps: [`teaser`], [`drop_cap`] |
//! | `String` | pointer, length, capacity | text that grows: [`decode`], [`catalogue`] |
//! | `Box<str>` | pointer, length | text that is complete, kept without spare capacity: [`Index`] |
//! | `Arc<str>` | pointer, length | text with many owners; its counters stand before it on the heap: [`Tags`] |
//! | `Cow<str>` | a `&str` or a `String`, today in no more room than a `String` | text that seldom has to be changed: [`typeset`] |
//! | `&'static str` | pointer, length | literals, and what is deliberately never freed: [`vocabulary`] |
//!
//! A `String` that is full makes room for much more than what is appended: today's standard library at least doubles its
//! capacity. So a thousand words, appended one by one, make it grow only some ten times. `text = text + word` is no
//! exception, although it looks like a copy: `+` takes its left side by value and appends to that very buffer. The
//! wasteful form is `text += &format!(…)`, a second `String` for each word, only to be copied and dropped; `write!(text,
//! …)` formats into the buffer that is there.
//!
//! Positions are bytes, and a slice must begin and end between two characters: `&text[..n]` panics otherwise,
//! `text.get(..n)` is `None`. [`len`](str::len) counts bytes, [`chars`](str::chars) yields code points, and neither
//! is what readers call letters: those may consist of several code points (a "grapheme cluster"), and the standard
//! library does not know them.

use std::{borrow::Cow, collections::HashSet, fmt, iter, str::Utf8Error, sync::Arc};

/// A text from the archive, where some files are UTF-8, some Latin-1, and some were edited with both.
///
/// `bytes` that are UTF-8 become the `String`: they are checked, not copied. If they are not, the error still has them.
/// [`String::from_utf8_lossy`] would now put a `�` for what is broken, and nobody could tell any more what it was;
/// [`utf8_chunks`](slice::utf8_chunks) shows the broken bytes. Here they are Latin-1, whose 256 characters are the
/// first 256 of Unicode: a byte has its character's number. Latin-1 that happens to be UTF-8, too, is read as UTF-8.
///
/// # Example: a mixture of encodings is read right
/// ```
/// use phase1_ownership::strings_and_heap::decode;
///
/// assert_eq!(decode(b"caf\xE9, \xC3\xA0 la carte".to_vec()), "café, à la carte");
/// ```
pub fn decode(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let mut text = String::with_capacity(error.as_bytes().len());
        for chunk in error.as_bytes().utf8_chunks() {
            text.push_str(chunk.valid());
            text.extend(chunk.invalid().iter().copied().map(char::from));
        }
        text
    })
}

/// A field of a fixed-width record, without the blanks that fill it up. It is a view into the record.
///
/// ASCII bytes are never part of another character, so they can be trimmed before anyone knows whether this is UTF-8.
///
/// # Errors
/// The field is not UTF-8; [`Utf8Error::valid_up_to`] says from where on, counted in the trimmed field.
pub fn field(record: &[u8]) -> Result<&str, Utf8Error> {
    str::from_utf8(record.trim_ascii())
}

/// The text with typographic ellipses, dashes and apostrophes. If it has none to replace, it is not copied.
pub fn typeset(text: &str) -> Cow<'_, str> {
    let mut set = Cow::Borrowed(text);
    for (typed, printed) in [("...", "…"), ("--", "–"), ("'", "’")] {
        if set.contains(typed) {
            set = Cow::Owned(set.replace(typed, printed));
        }
    }
    set
}

/// The beginning of a text, in at most `limit` bytes: whole words, or whole characters of a first word that is longer.
///
/// The limit is that of a database column. Cutting there would panic in the middle of a character;
/// [`floor_char_boundary`](str::floor_char_boundary) goes back to its beginning, by three bytes at most.
pub fn teaser(text: &str, limit: usize) -> &str {
    let text = text.trim_start();
    let (head, tail) = text.split_at(text.floor_char_boundary(limit));
    let is_whole = tail.is_empty() || tail.starts_with(char::is_whitespace);
    let last_blank = if is_whole { None } else { head.rfind(char::is_whitespace) };
    head[..last_blank.unwrap_or(head.len())].trim_end()
}

/// Splits off what is printed large at the beginning of a chapter: the first letter with all of its accents.
///
/// `É` may be one `char` or two, an `E` and a combining accent. A cut between those two would leave the accent at the
/// beginning of the rest, without its letter. This function knows only the common block of combining marks; for flags, emoji and scripts beyond Latin, Greek and
/// Cyrillic, a crate with Unicode's rules for grapheme clusters is needed.
pub fn drop_cap(text: &str) -> (&str, &str) {
    let is_accent = |c: char| ('\u{300}'..='\u{36F}').contains(&c);
    let second = text.char_indices().skip(1).find(|(_, c)| !is_accent(*c));
    text.split_at(second.map_or(text.len(), |(at, _)| at))
}

/// The terms of a book's index, in two blocks of memory instead of one for each term.
///
/// In alphabetical order, a term often begins like the one before it, so only its own ending is kept ("front coding").
#[derive(Debug)]
pub struct Index {
    /// The endings, one after the other.
    endings: Box<str>,
    entries: Box<[Entry]>,
}

#[derive(Debug)]
struct Entry {
    /// Bytes in common with the term before; always a whole number of characters.
    shared: usize,
    /// Where the ending of this term ends.
    end: usize,
}

impl<'t> FromIterator<&'t str> for Index {
    fn from_iter<I: IntoIterator<Item = &'t str>>(terms: I) -> Self {
        let (mut endings, mut entries, mut before) = (String::new(), Vec::new(), "");
        for term in terms {
            let equal = iter::zip(before.bytes(), term.bytes()).take_while(|(old, new)| old == new).count();
            // `é` and `è` begin with the same byte, and differ all the same.
            let shared = term.floor_char_boundary(equal);
            endings.push_str(&term[shared..]);
            entries.push(Entry { shared, end: endings.len() });
            before = term;
        }
        Self { endings: endings.into(), entries: entries.into() }
    }
}

impl Index {
    /// How many bytes of text are kept.
    pub fn kept(&self) -> usize {
        self.endings.len()
    }

    /// All terms, each on a line, in one allocation of just the right size.
    ///
    /// The beginning of a term is copied from the line before, that is, from the very text that grows. `push_str` of a
    /// slice of `out` is refused, because growing may move it; [`String::extend_from_within`] takes the range instead.
    pub fn to_lines(&self) -> String {
        let shared: usize = self.entries.iter().map(|entry| entry.shared + 1).sum();
        let mut out = String::with_capacity(self.endings.len() + shared);
        let (mut line, mut begin) = (0, 0);
        for Entry { shared, end } in &self.entries {
            let before = line;
            line = out.len();
            out.extend_from_within(before..before + shared);
            out.push_str(&self.endings[begin..*end]);
            out.push('\n');
            begin = *end;
        }
        out
    }
}

/// Tags, each of them once in memory, however many articles have it (*interning*).
#[derive(Debug, Default)]
pub struct Tags {
    known: HashSet<Arc<str>>,
}

impl Tags {
    /// The one shared copy of `tag`. Only an unknown tag is copied to the heap.
    ///
    /// `Arc<str>` is [`Borrow<str>`](std::borrow::Borrow), so the set can be asked with the borrowed text.
    pub fn intern(&mut self, tag: &str) -> Arc<str> {
        if let Some(known) = self.known.get(tag) {
            return Arc::clone(known);
        }
        let tag = Arc::from(tag);
        self.known.insert(Arc::clone(&tag));
        tag
    }

    /// Forgets the tags that no article has any more. Leaked tags could never be forgotten.
    pub fn sweep(&mut self) {
        self.known.retain(|tag| Arc::strong_count(tag) > 1);
    }
}

/// The names in the house's list of rubrics, for as long as the program runs.
///
/// The list is read once, at the start, and used everywhere. Its one buffer is leaked, after which the names are plain
/// `Copy` references that need neither lifetime parameters nor counters. This is no way to keep what users type in.
pub fn vocabulary(list: String) -> Vec<&'static str> {
    list.leak().lines().collect()
}

/// A book as it is announced.
#[derive(Debug, Clone)]
pub struct Book {
    /// As the author typed it.
    pub title: String,
    /// Shared with the author's other books.
    pub authors: Vec<Arc<str>>,
}

/// Appends a line for each book to `out`, which may be any sink of text; a `String` never fails.
///
/// # Errors
/// Only those of `out`.
pub fn catalogue(out: &mut impl fmt::Write, books: &[Book]) -> fmt::Result {
    for Book { title, authors } in books {
        writeln!(out, "{} by {}", typeset(title), listed(authors))?;
    }
    Ok(())
}

/// Names, listed as in a sentence. [`fmt::from_fn`] makes a closure [`Display`](fmt::Display): no text exists before it
/// is written somewhere.
pub fn listed(names: &[impl AsRef<str>]) -> impl fmt::Display {
    fmt::from_fn(move |out| {
        for (index, name) in names.iter().enumerate() {
            let link = match index {
                0 => "",
                _ if index + 1 == names.len() => " and ",
                _ => ", ",
            };
            write!(out, "{link}{}", name.as_ref())?;
        }
        Ok(())
    })
}
