//! Third stage: fields become values, each of a type that only valid values have.

use std::{borrow::Cow, fmt, num::NonZeroU32};

use super::{Fault, Stop};

/// One sale. Whoever has one need not check anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    /// What the bookseller calls it.
    pub reference: Reference,
    /// What was sold.
    pub isbn: Isbn,
    /// How many.
    pub copies: NonZeroU32,
    /// What was paid for each.
    pub price: Cents,
}

/// A text of one line that is not empty and has no spaces around it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference(String);

/// An ISBN of 13 digits, the last of which agrees with the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Isbn(u64);

/// An amount of money, in cents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cents(pub u64);

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Not a [`Reference`].
    #[error("is empty")]
    Empty,
    /// Not a [`Reference`]: it goes on in another line, probably because a quote is in the wrong place.
    #[error("contains a line break")]
    LineBreak,
    /// Not an [`Isbn`], but perhaps another article's number.
    #[error("is not 13 digits that start with 978 or 979")]
    Digits,
    /// Nearly an [`Isbn`]: something is mistyped.
    #[error("has a wrong check digit")]
    CheckDigit,
    /// Not a positive whole number of at most 32 bits.
    #[error("is not a number of copies")]
    Copies,
    /// Not [`Cents`].
    #[error("is not a price like 12.50")]
    Price,
}

/// Where the columns of a sale are, whatever the order of the file and whatever else it contains.
#[derive(Debug)]
pub struct Columns {
    at: [usize; 4],
    width: usize,
}

impl Columns {
    const NAMES: [&str; 4] = ["sale", "isbn", "copies", "price"];

    /// Finds the columns in a header.
    ///
    /// # Errors
    /// [`Stop::Columns`] with all names that are missing or stand there twice.
    pub fn bind(header: &[Cow<'_, str>]) -> Result<Self, Stop> {
        let found = Self::NAMES.map(|name| only(header, name));
        if let [Some(sale), Some(isbn), Some(copies), Some(price)] = found {
            return Ok(Self { at: [sale, isbn, copies, price], width: header.len() });
        }
        let unbound = Self::NAMES.into_iter().zip(found).filter(|(_, at)| at.is_none());
        Err(Stop::Columns(unbound.map(|(name, _)| name).collect()))
    }

    /// The sale that a record reports.
    ///
    /// The four values do not depend on each other, so all of them are parsed before any fault is looked at.
    ///
    /// # Errors
    /// [`Fault::Width`] alone, since values may be in the wrong columns then, or every [`Fault::Value`].
    pub fn sale(&self, fields: &[Cow<'_, str>]) -> Result<Sale, Vec<Fault>> {
        if fields.len() != self.width {
            return Err(vec![Fault::Width { expected: self.width, found: fields.len() }]);
        }
        // In bounds, because these are positions in a header of the same width.
        let [sale, isbn, copies, price] = self.at.map(|at| &*fields[at]);
        match (
            value("sale", sale, Reference::parse),
            value("isbn", isbn, Isbn::parse),
            value("copies", copies, parse_copies),
            value("price", price, Cents::parse),
        ) {
            (Ok(reference), Ok(isbn), Ok(copies), Ok(price)) => Ok(Sale { reference, isbn, copies, price }),
            (sale, isbn, copies, price) => {
                Err([sale.err(), isbn.err(), copies.err(), price.err()].into_iter().flatten().collect())
            }
        }
    }
}

impl Reference {
    /// # Errors
    /// [`Wrong::Empty`] if there is nothing but spaces, [`Wrong::LineBreak`] if there is more than one line.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        match text.trim() {
            "" => Err(Wrong::Empty),
            text if text.contains(['\r', '\n']) => Err(Wrong::LineBreak),
            text => Ok(Self(text.to_owned())),
        }
    }
}

impl Isbn {
    /// Hyphens may stand anywhere; where they belong depends on the publisher.
    ///
    /// # Errors
    /// [`Wrong::Digits`] or [`Wrong::CheckDigit`].
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let text = text.replace('-', "");
        let of_a_book = |number: &u64| text.len() == 13 && matches!(number / 10_u64.pow(10), 978 | 979);
        let number = digits(&text).filter(of_a_book).ok_or(Wrong::Digits)?;
        // By now, each byte is a digit.
        let weights = [1, 3].into_iter().cycle();
        let sum: u32 =
            text.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        if sum.is_multiple_of(10) { Ok(Self(number)) } else { Err(Wrong::CheckDigit) }
    }
}

impl fmt::Display for Isbn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Cents {
    /// # Errors
    /// [`Wrong::Price`] unless there are exactly two digits behind a point, and one or more before it.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        match text.split_once('.') {
            Some((euros, cents))
                if cents.len() == 2
                    && let Some(cents) = digits(cents)
                    && let Some(euros) = digits(euros)
                    && let Some(total) =
                        euros.checked_mul(100).and_then(|euros| euros.checked_add(cents)) =>
            {
                Ok(Self(total))
            }
            _ => Err(Wrong::Price),
        }
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

fn parse_copies(text: &str) -> Result<NonZeroU32, Wrong> {
    let copies = digits(text).and_then(|copies| u32::try_from(copies).ok());
    copies.and_then(NonZeroU32::new).ok_or(Wrong::Copies)
}

/// A number of digits only. `str::parse` would take a sign, too, and make `1.+5` a price.
fn digits(text: &str) -> Option<u64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Says which column it was, for a parser that does not know.
fn value<T>(column: &'static str, text: &str, parse: fn(&str) -> Result<T, Wrong>) -> Result<T, Fault> {
    parse(text).map_err(|wrong| Fault::Value { column, text: text.to_owned(), wrong })
}

/// Where `name` stands, if it stands there once.
fn only(header: &[Cow<'_, str>], name: &str) -> Option<usize> {
    let mut places = (0..header.len()).filter(|&at| header[at] == name);
    places.next().filter(|_| places.next().is_none())
}
