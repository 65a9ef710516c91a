//! Types that have no room for nonsense, and matches that stop the build when something new appears.
//!
//! An enum with data says which facts are known *together*; a `match` without a wildcard then forces every function to
//! say what it does in each case, now and after the next change: the compiler lists the places where a new variant
//! needs a decision. That works only if one knows what it counts as covered, and what a name in a pattern means:
//!
//! | in a pattern | what to know |
//! |---|---|
//! | `x if ..`, `x if let ..` | covers nothing: guards are not evaluated by the compiler (E0004) |
//! | `0..5`, `5..` | a range covers its values, so ranges can replace guards and need no `_` |
//! | `Unpaid` | a new variable, even where a variant is called so (E0170); the variant is `Reason::Unpaid` |
//! | `Unpayed`, after `use Reason::*` | misspelt, so again a new variable, which matches all: only warnings say so |
//! | `_`, and `matches!(..)` | also covers what is added next year |
//! | `A { card } \| B { card }` | both sides bind the same names (E0408) |
//! | `A { card }`, matched on a reference | `card` is a reference, too; `mut card` is refused since edition 2024 |
//!
//! The lesson runs the subscriptions of a magazine: events come in as lines of text, and each moves a subscription from
//! one state to another.

use std::{convert::Infallible, error::Error, fmt, num::NonZero, str::FromStr};

/// Days until a declined card is charged again: after the first time, and after the second. A third ends the
/// subscription.
const RETRY_AFTER: [u8; 2] = [1, 3];

/// A reader's subscription: in each state, exactly what is known in it.
///
/// A struct with a flag and optional fields could express the same, and combinations that mean nothing. Each function
/// would have to check for those. The enum has no such values.
///
/// # Example: optional fields can contradict each other
/// ```
/// struct Fields {
///     active: bool,
///     card: Option<String>,
///     declined: Option<u8>,
///     end: Option<String>,
/// }
///
/// let nonsense = Fields { active: true, card: None, declined: Some(2), end: Some("unpaid".into()) };
/// assert!(nonsense.active && nonsense.end.is_some(), "it runs and is over, and a card that is absent was declined");
/// ```
#[derive(Debug, PartialEq, Eq)]
pub enum Subscription {
    /// Reads for free.
    Trial {
        /// This day included.
        days_left: NonZero<u32>,
    },
    /// Has paid.
    Active {
        /// What is charged next.
        card: String,
        /// This day included.
        days_left: NonZero<u32>,
    },
    /// Should have paid, and may still read.
    Due {
        /// What is charged.
        card: String,
        /// How often that failed.
        declined: u8,
        /// Days until it is tried again.
        retry_in: u8,
    },
    /// Is over.
    Ended(Reason),
}

impl Subscription {
    /// What becomes of the subscription; events that mean nothing in its state leave it as it is.
    ///
    /// All pairs are spelled out, those without effect included: a new state or event does not compile until somebody
    /// has decided about it.
    pub fn on(self, event: Event) -> Self {
        match (self, event) {
            (state, Event::DayPassed) => state.a_day_later(),
            (Self::Active { days_left, .. }, Event::Paid { card, days }) => {
                Self::Active { card, days_left: days_left.saturating_add(days.get()) }
            }
            (
                Self::Trial { .. } | Self::Due { .. } | Self::Ended(Reason::Unpaid),
                Event::Paid { card, days },
            ) => Self::Active { card, days_left: days },
            (Self::Due { card, declined, .. }, Event::Declined)
                if let Some(&retry_in) = RETRY_AFTER.get(usize::from(declined)) =>
            {
                Self::Due { card, declined: declined + 1, retry_in }
            }
            (Self::Due { .. }, Event::Declined) => Self::Ended(Reason::Unpaid),
            (Self::Trial { .. } | Self::Active { .. } | Self::Due { .. }, Event::Cancelled(reason)) => {
                Self::Ended(reason)
            }
            (unchanged @ (Self::Trial { .. } | Self::Active { .. }), Event::Declined)
            | (unchanged @ Self::Ended(_), Event::Paid { .. } | Event::Declined | Event::Cancelled(_)) => {
                unchanged
            }
        }
    }

    /// An `if let` guard computes what its arm needs. It does not keep `card` from moving into the arm: what a pattern
    /// binds is only borrowed while the guard runs, and moves when the guard has held.
    fn a_day_later(self) -> Self {
        match self {
            Self::Trial { days_left } if let Some(days_left) = one_less(days_left) => {
                Self::Trial { days_left }
            }
            Self::Trial { .. } => Self::Ended(Reason::Unpaid),
            Self::Active { card, days_left } if let Some(days_left) = one_less(days_left) => {
                Self::Active { card, days_left }
            }
            Self::Active { card, .. } => Self::Due { card, declined: 0, retry_in: 0 },
            Self::Due { card, declined, retry_in } => {
                Self::Due { card, declined, retry_in: retry_in.saturating_sub(1) }
            }
            ended @ Self::Ended(_) => ended,
        }
    }

    /// Whether the magazine opens for the reader.
    ///
    /// `!matches!(self, Self::Ended(_))` says the same today. But `matches!` ends in a hidden `_ => false`: were there
    /// a state `Paused` one day, its readers would read for free, and nothing would have asked whether they should.
    pub fn may_read(&self) -> bool {
        match self {
            Self::Trial { .. } | Self::Active { .. } | Self::Due { .. } => true,
            Self::Ended(_) => false,
        }
    }

    /// Gives `days` for free, and returns whether there was something to extend.
    ///
    /// `self` is a reference and the patterns are not, so `days_left` is a reference into the subscription. In
    /// edition 2021 `mut days_left` would be accepted, and silently mean a *copy*; since 2024 it is refused.
    pub fn extend(&mut self, days: u32) -> bool {
        match self {
            Self::Trial { days_left } | Self::Active { days_left, .. } => {
                *days_left = days_left.saturating_add(days);
                true
            }
            Self::Due { .. } | Self::Ended(_) => false,
        }
    }
}

/// Why a subscription ended.
///
/// A `String` leaves bit patterns unused: its pointer, for one, is never null. Today's compiler stores the other
/// variants as such patterns, and the `None` of an `Option` around it all. For a few types it is a promise: a
/// [`NonZero`] leaves the zero to the `None`.
///
/// # Example: the variants, and an `Option` around them, need no room
/// ```
/// use std::num::NonZero;
///
/// use phase1_ownership::enums_and_patterns::Reason;
///
/// assert_eq!(size_of::<Option<NonZero<u32>>>(), size_of::<u32>()); // for ever
/// assert_eq!(size_of::<Option<Reason>>(), size_of::<String>()); // today
/// ```
#[derive(Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nobody paid in time. The only end that a payment undoes.
    Unpaid,
    /// The reader did not say.
    Unstated,
    /// The reader's words.
    Other(String),
}

/// Any text is a reason. [`Infallible`] has no values, so `let Ok(reason) = text.parse()` covers everything and needs
/// no `else`. For a `&Result` the compiler does not conclude that (E0005).
impl FromStr for Reason {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "unpaid" => Self::Unpaid,
            "" => Self::Unstated,
            other => Self::Other(other.into()),
        })
    }
}

/// What happens to a subscription.
#[derive(Debug, PartialEq, Eq)]
pub enum Event {
    /// Written `day`.
    DayPassed,
    /// Written `paid <card> <days>`.
    Paid {
        /// What was charged.
        card: String,
        /// What was paid for.
        days: NonZero<u32>,
    },
    /// Written `declined`.
    Declined,
    /// Written `cancelled`, and a reason if there is one.
    Cancelled(Reason),
}

/// Reads one line.
///
/// The match is on the slice `words[..]` itself, not on a reference to it. So `card` is a `&str` like the words, not a
/// `&&str`; only `reason`, a slice of unknown length, cannot be bound by value and says `ref`.
///
/// # Example: a line says what it should, or what is wrong with it
/// ```
/// use phase1_ownership::enums_and_patterns::{Event, LineError, Reason};
///
/// assert_eq!("cancelled too dear".parse(), Ok(Event::Cancelled(Reason::Other("too dear".into()))));
/// assert_eq!("paid visa-4 0".parse::<Event>(), Err(LineError::Days("0".into())));
/// assert_eq!("paid visa-4".parse::<Event>(), Err(LineError::Malformed("paid".into())));
/// ```
impl FromStr for Event {
    type Err = LineError;

    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let words: Vec<_> = line.split_whitespace().collect();
        match words[..] {
            ["day"] => Ok(Self::DayPassed),
            ["paid", card, days] if let Ok(days) = days.parse() => Ok(Self::Paid { card: card.into(), days }),
            ["paid", _, days] => Err(LineError::Days(days.into())),
            ["declined"] => Ok(Self::Declined),
            ["cancelled", ref reason @ ..] => {
                let Ok(reason) = reason.join(" ").parse();
                Ok(Self::Cancelled(reason))
            }
            [known @ ("day" | "paid" | "declined"), ..] => Err(LineError::Malformed(known.into())),
            [unknown, ..] => Err(LineError::Unknown(unknown.into())),
            [] => Err(LineError::Empty),
        }
    }
}

/// A line that is not an event.
///
/// `non_exhaustive` binds other crates: they must have a `_` arm, and in return a new variant does not break them. In
/// this crate a match stays exhaustive, so [`Display`](fmt::Display) cannot forget it.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LineError {
    /// Without a word.
    Empty,
    /// With a first word that starts no event.
    Unknown(String),
    /// With too few or too many words after this one.
    Malformed(String),
    /// With something else than a number of days, from 1 to `u32::MAX`.
    Days(String),
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty line"),
            Self::Unknown(word) => write!(f, "no event starts with `{word}`"),
            Self::Malformed(word) => write!(f, "wrong number of words after `{word}`"),
            Self::Days(word) => write!(f, "`{word}` is no number of days"),
        }
    }
}

impl Error for LineError {}

/// What a group of readers is spared, in percent. The ranges cover every `usize`, so there is nothing left for a `_`.
pub fn discount(readers: usize) -> u8 {
    match readers {
        0..5 => 0,
        5..50 => 10,
        50.. => 20,
    }
}

fn one_less(days: NonZero<u32>) -> Option<NonZero<u32>> {
    NonZero::new(days.get() - 1)
}
