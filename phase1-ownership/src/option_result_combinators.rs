//! What is missing and what is wrong: the methods that turn either into the type a caller wants.
//!
//! The lesson reads a distributor's feed, in which each field may be missing, and each one that is there may be wrong.
//! With a `match` for each of them, the rules are hard to see among the cases. `Option` and `Result` have a method for
//! nearly every such step, and five questions find it:
//!
//! | question | if not | if so |
//! |---|---|---|
//! | does the closure return an `Option` or a `Result` itself? | `map` | `and_then`; `map` would nest them |
//! | is the option only lent? | any method | `as_ref`, `as_deref`, `as_mut` first; or empty it: `take`, `take_if` |
//! | does the fallback take work? | `or`, `ok_or`, `unwrap_or` | `or_else`, `ok_or_else`, `unwrap_or_else` |
//! | in an `Option<Result<..>>`: is absence an error, too? | `transpose` | `ok_or`, then `flatten` |
//! | does failure end the function? | a combinator | `?`, or `let … else` where the exit is your own |
//!
//! The last question is more than one of taste. `?` converts the error with `From` and leaves the innermost function
//! *or closure* (E0277 if that does not return what `?` needs). A combinator does neither: `and_then` wants one type of
//! error throughout (E0271), and `map_err` makes it so.

use std::{fmt, iter, mem, num::ParseIntError};

/// A title that is for sale. Days are counted from the first of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// What it is ordered by.
    pub isbn: String,
    /// What it is called.
    pub name: String,
    /// What stands below the name.
    pub subtitle: Option<String>,
    /// Whose it is, as it stands on the cover.
    pub byline: String,
    /// The regular price.
    pub cents: u32,
    /// The first day of sale; without one, it is for sale at once.
    pub embargo: Option<u32>,
    /// A lower price for a while.
    pub offer: Option<Offer>,
}

/// A price that ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The price.
    pub cents: u32,
    /// The last day on which it is granted.
    pub last_day: u32,
}

impl Title {
    /// Reads a row such as `isbn=1; name=Emma; author=Austen; cents=900`. A lower price without a last day is no offer.
    ///
    /// A number is looked up as an `Option<Result<u32, _>>`: it may be missing, and wrong if it is not. That type has
    /// two ways out. Where absence is fine, [`transpose`](Option::transpose) swaps the layers, so that `?` removes the
    /// error and leaves the option. Where it is not, `ok_or` makes absence an error, too, and
    /// [`flatten`](Result::flatten) makes the result within a result a single one.
    ///
    /// # Errors
    /// [`RowError`], for the first field that a title cannot do without or that is not what it should be.
    pub fn read(row: &str) -> Result<Self, RowError> {
        let row = Row(row);
        let required = |field| row.text(field).map(str::to_owned).ok_or(RowError::Missing(field));
        let author = row.text("author").map(|name| format!("by {name}"));
        let editor = row.text("editor").map(|name| format!("edited by {name}"));
        let (offer, until) = (row.number("offer").transpose()?, row.number("until").transpose()?);
        Ok(Self {
            isbn: required("isbn")?,
            name: required("name")?,
            subtitle: row.text("subtitle").map(str::to_owned),
            byline: author.xor(editor).ok_or(RowError::Byline)?,
            cents: row.number("cents").ok_or(RowError::Missing("cents")).flatten()?,
            embargo: row.number("embargo").transpose()?,
            offer: offer.zip(until).map(|(cents, last_day)| Offer { cents, last_day }),
        })
    }

    /// Reads a feed of which either every row is good or none is used: `collect` turns the layers of a whole iterator
    /// inside out and stops at the first error.
    ///
    /// # Errors
    /// As [`read`](Self::read), for the first row that is wrong.
    pub fn read_all(feed: &str) -> Result<Vec<Self>, RowError> {
        feed.lines().map(Self::read).collect()
    }

    /// The name, and the subtitle if there is one. An `Option` is iterable, with at most one item.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        iter::once(self.name.as_str()).chain(self.subtitle.as_deref())
    }

    /// The offer for those who expect a list of them. Nothing is allocated: the slice is the inside of the option.
    pub fn offers(&self) -> &[Offer] {
        self.offer.as_slice()
    }

    /// What it costs on a day; `None` before it is for sale.
    ///
    /// `is_none_or` asks about a limit that may not be set; `is_some_and`, which would answer `false` to `None`, about
    /// a fact that may not be known.
    pub fn price(&self, today: u32) -> Option<u32> {
        let on_sale = self.embargo.is_none_or(|first_day| first_day <= today);
        let offer = self.offer.filter(|offer| today <= offer.last_day);
        on_sale.then(|| offer.map_or(self.cents, |offer| offer.cents))
    }

    /// What the offer saves; `None` if there is no offer, and if it is dearer than the regular price.
    pub fn saving(&self) -> Option<u32> {
        self.offer.and_then(|offer| self.cents.checked_sub(offer.cents))
    }

    /// Prolongs the offer, if there is one, and returns its new last day.
    ///
    /// The compiler does not ask for `as_mut` here: `Offer` is `Copy`, so `let mut offer = self.offer?` compiles as
    /// well, and prolongs a copy.
    pub fn prolong(&mut self, days: u32) -> Option<u32> {
        let offer = self.offer.as_mut()?;
        offer.last_day += days;
        Some(offer.last_day)
    }

    /// Removes and returns the offer if it is over. One that still runs stays where it is.
    pub fn expire(&mut self, today: u32) -> Option<Offer> {
        self.offer.take_if(|offer| offer.last_day < today)
    }

    /// Makes the changes, and returns those that take them back.
    ///
    /// # Example: what was taken away comes back
    /// ```
    /// use phase1_ownership::option_result_combinators::{Patch, Title};
    ///
    /// let mut title = Title::read("isbn=1; name=Emma; author=Austen; cents=900; subtitle=A Novel; embargo=7")?;
    /// let undo = title.apply(Patch { subtitle: Some(None), ..Patch::default() });
    /// assert_eq!((title.subtitle.as_deref(), title.embargo), (None, Some(7)));
    ///
    /// title.apply(undo);
    /// assert_eq!((title.subtitle.as_deref(), title.embargo), (Some("A Novel"), Some(7)));
    /// # Ok::<(), phase1_ownership::option_result_combinators::RowError>(())
    /// ```
    pub fn apply(&mut self, patch: Patch) -> Patch {
        Patch {
            subtitle: patch.subtitle.map(|new| mem::replace(&mut self.subtitle, new)),
            embargo: patch.embargo.map(|new| mem::replace(&mut self.embargo, new)),
        }
    }
}

/// Changes to the fields that may be empty.
///
/// Two layers are three states, so nothing here must be flattened: `None` leaves the field alone, `Some(None)` empties
/// it, `Some(Some(new))` sets it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Patch {
    /// The change to [`Title::subtitle`].
    pub subtitle: Option<Option<String>>,
    /// The change to [`Title::embargo`].
    pub embargo: Option<Option<u32>>,
}

/// All titles, and what could not become one.
#[derive(Debug, Default)]
pub struct Catalogue {
    titles: Vec<Title>,
    /// `None` before the first import: nothing rejected is not the same as nothing read.
    rejected: Option<Vec<String>>,
}

impl Catalogue {
    /// Adds the titles of a feed and returns how many they are. Wrong rows are reported and skipped.
    ///
    /// `inspect_err` looks at the error and hands the result on; `let … else` then leaves the iteration, which no
    /// closure could do.
    pub fn import(&mut self, feed: &str) -> usize {
        let before = self.titles.len();
        let rejected = self.rejected.get_or_insert_default();
        for (number, row) in (1..).zip(feed.lines()) {
            let read = Title::read(row).inspect_err(|error| rejected.push(format!("row {number}: {error}")));
            let Ok(title) = read else { continue };
            self.titles.push(title);
        }
        self.titles.len() - before
    }

    /// What all imports so far have rejected; `None` before the first. `as_deref` goes from `Vec` to slice as it goes
    /// from `String` to `str`.
    pub fn rejected(&self) -> Option<&[String]> {
        self.rejected.as_deref()
    }

    /// The title with this number. `suggest` is asked for a similar one only if there is none.
    ///
    /// An argument is evaluated before the call: with `ok_or`, each successful look-up would ask for suggestions, too.
    ///
    /// # Errors
    /// [`Unknown`], with what `suggest` returned.
    pub fn find(&self, isbn: &str, suggest: impl FnOnce(&str) -> Option<String>) -> Result<&Title, Unknown> {
        self.get(isbn).ok_or_else(|| Unknown { isbn: isbn.to_owned(), suggestion: suggest(isbn) })
    }

    /// The price of an order; `None` if one of its titles is unknown or not yet for sale.
    ///
    /// The `?` ends the closure, for one title. It is `sum` that ends the whole: at the first `None`, it returns
    /// `None`.
    pub fn total(&self, isbns: &[&str], today: u32) -> Option<u64> {
        isbns.iter().map(|isbn| self.get(isbn)?.price(today).map(u64::from)).sum()
    }

    fn get(&self, isbn: &str) -> Option<&Title> {
        self.titles.iter().find(|title| title.isbn == isbn)
    }
}

/// There is no such title.
#[derive(Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What was asked for.
    pub isbn: String,
    /// What might have been meant.
    pub suggestion: Option<String>,
}

/// Combinators compute values. Where something is *done* if there is a value, `if let` says so more plainly than
/// `map_or(Ok(()), ..)` would.
impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no title {}", self.isbn)?;
        if let Some(other) = &self.suggestion {
            write!(f, "; is it {other}?")?;
        }
        Ok(())
    }
}

impl std::error::Error for Unknown {}

/// Why a row is not a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowError {
    /// There is no title without this field.
    Missing(&'static str),
    /// This field should be a whole number, and why it is none.
    NotANumber(&'static str, ParseIntError),
    /// Neither an author nor an editor, or both.
    Byline,
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(field) => write!(f, "{field} is missing"),
            Self::NotANumber(field, error) => write!(f, "{field}: {error}"),
            Self::Byline => f.write_str("either an author or an editor is needed"),
        }
    }
}

impl std::error::Error for RowError {}

/// The fields of one row, as text.
struct Row<'r>(&'r str);

impl<'r> Row<'r> {
    /// An empty field counts as a missing one.
    fn text(&self, field: &str) -> Option<&'r str> {
        let mut pairs = self.0.split(';').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(key, _)| key.trim() == field)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// `map_err` knows the field. `?` would convert with `From`, which is given the error and nothing else.
    fn number(&self, field: &'static str) -> Option<Result<u32, RowError>> {
        self.text(field).map(|text| text.parse().map_err(|error| RowError::NotANumber(field, error)))
    }
}
