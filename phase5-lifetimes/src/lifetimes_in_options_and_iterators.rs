//! Views that may be missing, may be wrong, and come one at a time: lifetimes inside of `Option`, `Result` and iterators.
//!
//! The lesson reads the query string of a search, `author=Ada&tag=rust%20lang`, and copies none of it. After it you can
//! write a parser whose items and errors outlive the parser, and say in a signature which text a result is a part of:
//!
//! | instead of | write | because |
//! |---|---|---|
//! | `&Option<String>` | `Option<&str>` | it can be made on the spot, and does not tell how the text is kept ([`Search::author`]) |
//! | `out`, an `Option<&mut T>`, passed on | `out.as_deref_mut()` | a `&mut` is reborrowed, an option with one in it moves ([`valid_of_all`]) |
//! | one lifetime for all that an iterator holds | one for each that its items tell apart | else items live only as long as the shortest ([`wanted`]) |
//! | `impl Iterator<…> + 'q` | `impl Iterator<…> + use<'s, 'q>` | `+ 'q` asks that all it holds live for `'q`; `use` says what it may hold |
//! | `Box<dyn Error>` from a borrowed error | `Box<dyn Error + '_>`, or a message | without `'_` it is `'static` ([`page`], [`checked`]) |
//!
//! An iterator over a text need not own anything. [`Query`] has one field, the rest of the text, and is as large as a
//! `&str`. A clone of it looks ahead, and what it returned outlives it: items carry `'q`, the lifetime of the text, and
//! never that of the `&mut self` of `next`.
//!
//! A borrowed error points at the fault without copying it. But it keeps the text borrowed, so it must be handled, or
//! turned into a message, before the text changes. And it can have a cause, but not be one:
//! [`Error::source`](std::error::Error::source) returns errors that are `'static`.

use std::{borrow::Cow, error, fmt, iter::FusedIterator};

/// A name and its value, as they stand in the text, each escape in them valid.
pub type Pair<'q> = (&'q str, &'q str);

/// What is wrong with a query string, and where: a part of the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error<'q> {
    /// A pair has a value and no name.
    NoName {
        /// The pair.
        pair: &'q str,
    },
    /// After a `%` there are no two hexadecimal digits.
    Escape {
        /// What follows from the `%` on, up to the end of the name or value.
        at: &'q str,
    },
}

impl fmt::Display for Error<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName { pair } => write!(f, "no name in {pair:?}"),
            Self::Escape { at } => write!(f, "no escape: {at:?}"),
        }
    }
}

/// The trait itself asks for no `'static`. `source`, `downcast` and a `Box<dyn Error>` in a signature do.
impl error::Error for Error<'_> {}

/// The pairs of a query string, each read when it is asked for. After an error it goes on with the next pair.
///
/// It is `Clone` and not `Copy`, although it could be: a `for` loop over a `Copy` iterator advances a copy, and the
/// original begins again where it was.
///
/// # Example: pairs and errors outlive the iterator, which is as large as a view
/// ```
/// use phase5_lifetimes::lifetimes_in_options_and_iterators::{Error, Query};
///
/// let text = String::from("author=Ada&=5&tag=100%&draft");
/// let pairs: Vec<_> = Query::new(&text).collect();
/// assert_eq!(pairs[0], Ok(("author", "Ada")));
/// assert_eq!(pairs[1], Err(Error::NoName { pair: "=5" }));
/// assert_eq!(pairs[2], Err(Error::Escape { at: "%" }));
/// assert_eq!(pairs[3], Ok(("draft", "")));
/// assert_eq!(size_of::<Query<'_>>(), size_of::<&str>());
/// ```
#[derive(Debug, Clone)]
pub struct Query<'q> {
    rest: &'q str,
}

impl<'q> Query<'q> {
    /// The pairs of `text`; a `?` at its beginning is no part of them.
    pub fn new(text: &'q str) -> Self {
        Self { rest: text.strip_prefix('?').unwrap_or(text) }
    }
}

impl<'q> Iterator for Query<'q> {
    type Item = Result<Pair<'q>, Error<'q>>;

    /// A shared reference can be copied out from behind `&mut self` with its own lifetime, so all cuts live for `'q`.
    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let (pair, rest) = self.rest.split_once('&').unwrap_or((self.rest, ""));
            self.rest = rest;
            if !pair.is_empty() {
                return Some(parse(pair));
            }
        }
        None
    }
}

impl FusedIterator for Query<'_> {}

fn parse(pair: &str) -> Result<Pair<'_>, Error<'_>> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    if name.is_empty() {
        return Err(Error::NoName { pair });
    }
    Ok((escaped(name)?, escaped(value)?))
}

/// The text itself, if all of its escapes are valid.
fn escaped(text: &str) -> Result<&str, Error<'_>> {
    let bad = |at: &usize| {
        let digits = text.as_bytes().get(at + 1..at + 3);
        !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    match text.match_indices('%').map(|(at, _)| at).find(bad) {
        Some(at) => Err(Error::Escape { at: &text[at..] }),
        None => Ok(text),
    }
}

/// The value of the first pair that has this name, compared as it stands there. Pairs after it are not looked at.
///
/// Value and error are parts of `query`, so `name` can be gone. `find_map` stops at the first `Some`, be it a value or
/// an error, and [`transpose`](Option::transpose) exchanges the two: an option of a result, a result of an option.
///
/// # Errors
/// The first fault up to that pair, the pair included.
pub fn value<'q>(query: &'q str, name: &str) -> Result<Option<&'q str>, Error<'q>> {
    let of_name =
        |pair: Result<Pair<'q>, _>| pair.map(|(found, value)| (found == name).then_some(value)).transpose();
    Query::new(query).find_map(of_name).transpose()
}

/// The pairs whose name is one of `names`, and all errors.
///
/// The iterator holds two borrows, and its items are parts of one: they are still there when `names` is gone. Since
/// edition 2024, a returned `impl Trait` may hold all lifetimes in scope if nothing is said; `use` says which, in
/// either edition. `+ 'q` would be refused here: it does not mean "may hold `'q`" but "lives for `'q`", and `names`
/// need not.
pub fn wanted<'s, 'q>(
    names: &'s [String],
    query: &'q str,
) -> impl Iterator<Item = Result<Pair<'q>, Error<'q>>> + use<'s, 'q> {
    Query::new(query).filter(move |pair| match pair {
        Ok((name, _)) => names.iter().any(|wanted| wanted == name),
        Err(_) => true,
    })
}

/// The valid pairs of several query strings. Who wants to know about the others passes a list.
///
/// `rejects` is needed in every round. A `&mut` by itself would be reborrowed when it is passed on; an option with one
/// in it moves (E0382). `as_deref_mut` makes a new option, with a reborrow in it.
pub fn valid_of_all<'q>(queries: &[&'q str], mut rejects: Option<&mut Vec<Error<'q>>>) -> Vec<Pair<'q>> {
    queries.iter().flat_map(|query| valid(query, rejects.as_deref_mut())).collect()
}

fn valid<'q>(query: &'q str, rejects: Option<&mut Vec<Error<'q>>>) -> Vec<Pair<'q>> {
    let (pairs, errors): (Vec<_>, Vec<_>) = Query::new(query).partition(Result::is_ok);
    if let Some(rejects) = rejects {
        rejects.extend(errors.into_iter().filter_map(Result::err));
    }
    pairs.into_iter().flatten().collect()
}

/// The page of the results that is asked for, the first if none is.
///
/// `?` puts both errors in the box: the one of the number, which owns all that it knows, and the one that borrows from
/// `query`. A `Box<dyn Error>`, which means `Box<dyn Error + 'static>`, could hold only the first.
///
/// # Errors
/// A fault up to the page, or a page that is no number.
pub fn page(query: &str) -> Result<u32, Box<dyn error::Error + '_>> {
    Ok(value(query, "page")?.map(str::parse).transpose()?.unwrap_or(1))
}

/// How many pairs there are, if all are valid.
///
/// Here the error must outlive the text, so it becomes a message: what was borrowed is written down, once, and only
/// where something is wrong.
///
/// # Errors
/// The message of the first fault.
pub fn checked(query: String) -> Result<usize, Box<dyn error::Error>> {
    let count = Query::new(&query).try_fold(0, |count, pair| pair.map(|_| count + 1));
    Ok(count.map_err(|error| error.to_string())?)
}

/// A search that a reader has saved. It owns its texts and lends views of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    author: Option<String>,
}

impl Search {
    /// What `query` asks for, decoded.
    ///
    /// # Errors
    /// A fault up to the author, that pair included.
    pub fn read(query: &str) -> Result<Self, Error<'_>> {
        Ok(Self { author: value(query, "author")?.map(|raw| decode(raw).into_owned()) })
    }

    /// The author, or else that of `fallback`.
    ///
    /// A `&Option<String>` could only be lent by somebody who keeps an `Option<String>`, and nobody keeps this one: it
    /// is made of two. One lifetime for both parameters, because the result may be a part of either.
    pub fn author<'s>(&'s self, fallback: Option<&'s str>) -> Option<&'s str> {
        self.author.as_deref().or(fallback)
    }

    /// The author, to be changed, but not removed or added: with a `&mut Option<String>`, callers could do both. As
    /// large as a pointer, because `None` is the address that no reference has.
    pub fn author_mut(&mut self) -> Option<&mut String> {
        self.author.as_mut()
    }
}

/// The text that `raw` stands for: `raw` itself where there is neither a `%` nor a `+`. A `%` without two digits is
/// kept; decoded bytes that are no UTF-8 become U+FFFD.
pub fn decode(raw: &str) -> Cow<'_, str> {
    if !raw.contains(['%', '+']) {
        return Cow::Borrowed(raw);
    }
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let [first, after @ ..] = rest {
        let (byte, after) = match (first, after) {
            (b'%', [high, low, after @ ..]) if let (Some(high), Some(low)) = (digit(*high), digit(*low)) => {
                (high * 16 + low, after)
            }
            (b'+', _) => (b' ', after),
            (other, _) => (*other, after),
        };
        bytes.push(byte);
        rest = after;
    }
    let text = String::from_utf8(bytes);
    Cow::Owned(text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

fn digit(character: u8) -> Option<u8> {
    char::from(character).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
