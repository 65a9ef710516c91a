//! An invoice as a typestate, where the program knows the state, and as an enum, where only the data does.
//!
//! A state that knows nothing has no size, so a draft is as large as what is in it. The price of a typestate is another:
//! each state is a type, code that is generic over states is compiled for each of them, and no list has room for two
//! (E0308). Nor can a destructor be written for one state: `Drop` is for all of a type or not at all (E0366). If drafts
//! alone had to be cleaned up, the state's own type would get the `Drop`.

use super::{
    email::Email,
    lines::{Cents, CheckedTotal, Line, items},
    numbers::{Number, Reserved},
};

mod sealed {
    use super::{Invoice, Stored};

    /// Sealing has a second use: a place for methods that every state has, out of the documentation. Out of reach they
    /// are not: through a bound `S: State`, `S::store` can be called by anybody. A seal keeps impls out, no more.
    pub trait Sealed: Sized {
        fn store(invoice: Invoice<Self>) -> Stored;
    }
}

/// A state of an invoice: [`Draft`], [`Sent`] or [`Paid`]. As it is sealed, [`Stored`] has a variant for each state that
/// there is.
pub trait State: sealed::Sealed {}

/// It may still change.
#[derive(Debug, PartialEq, Eq)]
pub struct Draft;

/// The bookshop has it.
#[derive(Debug, PartialEq, Eq)]
pub struct Sent {
    number: Number,
    due: u32,
}

/// So has the publisher, the money.
#[derive(Debug, PartialEq, Eq)]
pub struct Paid {
    number: Number,
    on: u32,
}

/// An invoice in the state `S`. Days are counted from the publisher's first.
#[derive(Debug, PartialEq, Eq)]
pub struct Invoice<S> {
    to: Email,
    lines: Vec<Line>,
    state: S,
}

impl<S> Invoice<S> {
    /// Whom it is for.
    pub fn to(&self) -> &Email {
        &self.to
    }

    /// What is billed.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// What is to be paid, if that is a number at all.
    pub fn total(&self) -> Option<Cents> {
        items(&self.lines).map(|item| item.amount()).checked_total()
    }

    fn enter<N>(self, next: impl FnOnce(S) -> N) -> Invoice<N> {
        Invoice { to: self.to, lines: self.lines, state: next(self.state) }
    }
}

impl Invoice<Draft> {
    /// Not public: there is a builder.
    pub(super) fn draft(to: Email, lines: Vec<Line>) -> Self {
        Self { to, lines, state: Draft }
    }

    /// Sends the invoice and uses up its number. `due` says until when a bookshop has time: a strategy that is used once
    /// and on the spot is a closure, and needs neither a trait nor a box.
    ///
    /// # Errors
    /// The draft, if its total is no number, or zero. The reservation ends with this function, so its number is given
    /// back without a line of code here.
    pub fn send(
        self,
        number: Reserved<'_>,
        today: u32,
        due: impl FnOnce(u32) -> u32,
    ) -> Result<Invoice<Sent>, Self> {
        if self.total().is_none_or(|total| total == Cents(0)) {
            return Err(self);
        }
        // First what may panic, as it is the caller's, and then what cannot be undone.
        let due = due(today);
        Ok(self.enter(|Draft| Sent { number: number.issue(), due }))
    }
}

impl Invoice<Sent> {
    /// The number.
    pub fn number(&self) -> Number {
        self.state.number
    }

    /// The last day on which it can be paid in time.
    pub fn due(&self) -> u32 {
        self.state.due
    }

    /// Enters a payment.
    ///
    /// # Errors
    /// The invoice, if that is not its total.
    pub fn pay(self, cents: Cents, on: u32) -> Result<Invoice<Paid>, Self> {
        if self.total() != Some(cents) {
            return Err(self);
        }
        Ok(self.enter(|Sent { number, .. }| Paid { number, on }))
    }
}

impl Invoice<Paid> {
    /// The number.
    pub fn number(&self) -> Number {
        self.state.number
    }

    /// The day of the payment.
    pub fn paid_on(&self) -> u32 {
        self.state.on
    }
}

/// An invoice in a state that is known when the program runs.
#[derive(Debug, PartialEq, Eq)]
pub enum Stored {
    /// See [`Draft`].
    Draft(Invoice<Draft>),
    /// See [`Sent`].
    Sent(Invoice<Sent>),
    /// See [`Paid`].
    Paid(Invoice<Paid>),
}

impl State for Draft {}
impl State for Sent {}
impl State for Paid {}

impl sealed::Sealed for Draft {
    fn store(invoice: Invoice<Self>) -> Stored {
        Stored::Draft(invoice)
    }
}

impl sealed::Sealed for Sent {
    fn store(invoice: Invoice<Self>) -> Stored {
        Stored::Sent(invoice)
    }
}

impl sealed::Sealed for Paid {
    fn store(invoice: Invoice<Self>) -> Stored {
        Stored::Paid(invoice)
    }
}

impl<S: State> From<Invoice<S>> for Stored {
    fn from(invoice: Invoice<S>) -> Self {
        S::store(invoice)
    }
}

/// An invoice as a database has it: columns that know nothing of each other.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// Whom it is for.
    pub to: Email,
    /// What is billed.
    pub lines: Vec<Line>,
    /// Unless it is a draft.
    pub number: Option<u32>,
    /// If it was sent and not paid.
    pub due: Option<u32>,
    /// If it was paid.
    pub paid_on: Option<u32>,
}

/// # Errors
/// The row, if its columns contradict each other.
impl TryFrom<Row> for Stored {
    type Error = Row;

    /// An `if let` guard checks what a pattern cannot, and hands what it has found to the arm. `to` and `lines` move only
    /// into the arm that is taken, so the last one still has all of the row.
    fn try_from(row: Row) -> Result<Self, Row> {
        match row {
            Row { to, lines, number: None, due: None, paid_on: None } => {
                Ok(Invoice { to, lines, state: Draft }.into())
            }
            Row { to, lines, number: Some(number), due: Some(due), paid_on: None }
                if let Some(number) = Number::stored(number) =>
            {
                Ok(Invoice { to, lines, state: Sent { number, due } }.into())
            }
            Row { to, lines, number: Some(number), due: None, paid_on: Some(on) }
                if let Some(number) = Number::stored(number) =>
            {
                Ok(Invoice { to, lines, state: Paid { number, on } }.into())
            }
            contradiction => Err(contradiction),
        }
    }
}

impl Stored {
    /// How many days too late it is, if it should have been paid before today.
    pub fn days_late(&self, today: u32) -> Option<u32> {
        match self {
            Self::Sent(sent) if let Some(days @ 1..) = today.checked_sub(sent.due()) => Some(days),
            Self::Draft(_) | Self::Sent(_) | Self::Paid(_) => None,
        }
    }
}
