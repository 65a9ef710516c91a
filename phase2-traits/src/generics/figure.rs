//! A generic enum, and an impl for grids of it alone.

use std::str::FromStr;

use super::Grid;

/// What a bookseller reports.
///
/// `Missing` does not mention `T`, so on its own it leaves `T` open. The turbofish can stand after the enum or after
/// the variant: `Figure::<u64>::Missing`, or `Figure::Missing::<u64>` as in `None::<u64>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure<T> {
    /// Will not change.
    Final(T),
    /// Will change.
    Estimate(T),
    /// Not reported yet.
    Missing,
}

impl<T> Figure<T> {
    /// A figure of another type that is as certain.
    ///
    /// Each arm takes a `Figure<T>` apart and makes a `Figure<U>`. `Missing => self` would be refused, although it has
    /// nothing in it: the two are different types.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Figure<U> {
        match self {
            Self::Final(value) => Figure::Final(change(value)),
            Self::Estimate(value) => Figure::Estimate(change(value)),
            Self::Missing => Figure::Missing,
        }
    }

    /// The same figure, lent: what makes the methods that take `self` usable for those who only borrow it.
    pub fn as_ref(&self) -> Figure<&T> {
        match self {
            Self::Final(value) => Figure::Final(value),
            Self::Estimate(value) => Figure::Estimate(value),
            Self::Missing => Figure::Missing,
        }
    }

    /// The value, however certain it is.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Final(value) | Self::Estimate(value) => Some(value),
            Self::Missing => None,
        }
    }
}

impl<T: FromStr> FromStr for Figure<T> {
    type Err = T::Err;

    /// `120`, `~120` for an estimate, `-` for what is missing.
    fn from_str(text: &str) -> Result<Self, T::Err> {
        match text.strip_prefix('~') {
            Some(estimate) => estimate.parse().map(Self::Estimate),
            None if text == "-" => Ok(Self::Missing),
            None => text.parse().map(Self::Final),
        }
    }
}

/// Methods that only a grid of figures has, of any shape and whatever the figures count.
impl<T, const R: usize, const C: usize> Grid<Figure<T>, R, C> {
    /// The values, estimates included.
    ///
    /// # Errors
    /// The position, row and column, of the first figure that is missing.
    #[expect(clippy::missing_panics_doc, reason = "it never does: all figures are looked at first")]
    pub fn values(self) -> Result<Grid<T, R, C>, (usize, usize)> {
        let missing = |&(row, column): &(usize, usize)| matches!(self.rows()[row][column], Figure::Missing);
        match self.positions().find(missing) {
            Some(position) => Err(position),
            None => Ok(self.map(|figure| figure.known().expect("none of them is missing"))),
        }
    }
}
