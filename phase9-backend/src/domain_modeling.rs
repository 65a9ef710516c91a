//! Domain modeling: types that make the program's words mean what the editors mean.
//!
//! You will be able to write a model in which what cannot be does not compile, and what must be checked is checked
//! once. The room is [`domain`](crate::domain), which knows neither HTTP nor SQL; beside it, this lesson models an
//! article's [`Stage`] and the money that its authors share.
//!
//! | a thing | is | and not | because |
//! |---|---|---|---|
//! | a key | [`UserId`](crate::domain::UserId), [`ArticleId`](crate::domain::ArticleId) | `i64` | two numbers in the wrong order compile, two types do not (E0308) |
//! | a text with rules | [`Title`](crate::domain::Title), [`Email`](crate::domain::Email) | `String` | its field is private (E0423), so to have one is to know that it was checked |
//! | a bound | [`Page`](crate::domain::Page) | two numbers | nobody raises the limit afterwards (E0616) |
//! | an instant | [`Timestamp`] | text, or a local time | integers are compared by value; what happened has no zone |
//! | money | [`Cents`] | `f64` | 0.1 + 0.2 is not 0.3, and a share of it must be somebody's |
//! | a course of events | [`Stage`] | flags and options | four flags are sixteen states, of which four exist |
//!
//! # Parse, do not validate
//!
//! A function `is_valid(&str) -> bool` checks, and forgets: everybody behind it holds the same `&str` and checks
//! again, or hopes. `parse(String) -> Result<Title, Invalid>` checks, and keeps the proof in the type. The proof takes no
//! room: a newtype has its content's size. (That is measured, not promised; `#[repr(transparent)]` promises it to
//! those who transmute. And a niche it has only if its content has one: `Option<UserId>` is 16 bytes, since every `i64`
//! is a key.)
//!
//! Errors of several fields are gathered, not returned at the first one; whoever fills in a form wants to hear all of
//! them. [`Validation`](crate::domain::Validation) takes results, hands out options, and turns into an error if
//! anything was wrong:
//!
//! ```
//! use phase9_backend::domain::{Body, Tags, Title, Validation};
//!
//! let mut validation = Validation::default();
//! let title = validation.field("title", Title::parse("two\nlines"));
//! let body = validation.field("body", Body::parse(" "));
//! let tags = validation.field("tagList", Tags::parse(["rust".into()]));
//! let whole = validation.whole((|| Some((title?, body?, tags?)))());
//! assert_eq!(whole.unwrap_err().to_string(), "body can't be blank; title must be a single line");
//! ```
//!
//! Each of these types has a second door, `from_storage`, for what was checked before it was stored. It is public,
//! because storage may be written elsewhere, and it has a name that looks wrong anywhere else. That is a convention;
//! where it is not enough, storage has to parse as well, and to say what happens to rows that are older than a rule.
//!
//! # Three types for one article
//!
//! A row ([`store`](crate::store)), a value of the domain ([`Article`](crate::domain::Article)), and what is written as
//! JSON (in `http::wire`) look alike, and it is tempting to derive everything on one struct. They change for different
//! reasons: a column is split, a rule is added, a client wants `favoritesCount` in camel case. With one struct, each of
//! these is a change of the other two; a column that is added for the inside is published; and a password's hash is one
//! forgotten `#[serde(skip)]` away from everybody. With three, the conversions are a few lines; where one takes its
//! value apart by a pattern without `..`, a new field does not compile until somebody has decided about it (E0027).
//!
//! # An enum for states, a type for each state
//!
//! [`Stage`] is one type with a variant for each state, and each variant has what exists only in that state: there is
//! no scheduled article without its instant (E0063). It can be stored, put into lists, and come from outside; a step
//! that is not possible is an error at run time, and [`Stage::apply`] is one `match` in which every pair of stage and
//! step was thought of. A type for each state (the typestate, `Draft::submit(self) -> Submitted`) refuses the wrong
//! step at compile time. That needs a state that is known when the program is compiled: a builder, a connection, a
//! transaction; not a row.
//!
//! `#[non_exhaustive]` says that there may be more stages later, so matches in other crates need a `_` (E0004); on a
//! struct such as [`Statement`], that others cannot build it with a literal (E0639). In this crate it has no effect:
//! here, a new variant is to be an error in every match.
//!
//! # An instant is for what has happened
//!
//! [`Timestamp`] is right for the past, and for a future moment that was chosen as such. "At nine, on the first of June
//! of next year, in Zürich" is no instant yet: the zone's rules may change before, and an instant that was computed from
//! today's rules is an hour off. What people agree on by their clocks is kept as they said it, as a civil time and the
//! name of a zone, and becomes an instant when it is due. A birthday has neither an instant nor a zone.
//!
//! # How an enum is written
//!
//! What is written is kept by others for years, so its form is a decision:
//!
//! | attribute | `Scheduled { at: 5 }` becomes | |
//! |---|---|---|
//! | none | `{"Scheduled":{"at":5}}` | awkward where a client wants to look at a kind first |
//! | `tag = "stage"` | `{"stage":"scheduled","at":5}` | one object; no tuple variants |
//! | `tag = "stage", content = "of"` | `{"stage":"scheduled","of":{"at":5}}` | any variant; without fields, only the tag |
//! | `untagged` | `{"at":5}` | the first variant that fits, and errors that only say that none does |
//!
//! What is read from outside should be read strictly, and the second form has a hole: `deny_unknown_fields` does not
//! reach a variant without fields. Serde would read `{"stage":"draft","at":5}` as a draft, and drop the time that
//! somebody believes to have set. [`Stage`] closes the hole by hand; writing the variant `Draft {}` would do so, too.

use std::{cmp::Reverse, fmt};

use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::Timestamp;

/// Where an article stands between its author's desk and its readers.
///
/// # Example: each stage has what it needs, and is written with its name
/// ```
/// use phase9_backend::{domain::Timestamp, domain_modeling::{Stage, Step}};
///
/// let at = Timestamp::from_micros(5);
/// let stage = Stage::Draft.apply(Step::Schedule { at }, Timestamp::from_micros(1)).expect("drafts are scheduled");
/// assert_eq!(serde_json::to_string(&stage).expect("a stage is text"), r#"{"stage":"scheduled","at":5}"#);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "stage", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Stage {
    /// Only its author sees it.
    #[serde(deserialize_with = "nothing_else")]
    Draft,
    /// It will be published by itself.
    Scheduled {
        /// When.
        #[serde(with = "micros")]
        at: Timestamp,
    },
    /// Everybody sees it.
    Published {
        /// Since when.
        #[serde(with = "micros")]
        since: Timestamp,
    },
    /// Nobody sees it any more; it will not come back.
    Withdrawn {
        /// Since when.
        #[serde(with = "micros")]
        since: Timestamp,
    },
}

/// What somebody wants to do with an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Publish it later.
    Schedule {
        /// When; not in the past.
        at: Timestamp,
    },
    /// Publish it now, or because its time has come.
    Publish,
    /// Go on writing.
    Recall,
    /// Take it away from its readers.
    Withdraw,
}

/// Why a step is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not from this stage.
    #[error("{1:?} is not possible for {0:?}")]
    Step(Stage, Step),
    /// That time has passed.
    #[error("the time has passed")]
    Past,
}

impl Stage {
    /// The stage after `step`, taken at `now`.
    ///
    /// The last arm names its pairs instead of `_`, so that a new stage or step does not compile before somebody has
    /// decided what it means here.
    ///
    /// # Errors
    /// If the step is not possible from this stage, or names a time that has passed.
    pub fn apply(self, step: Step, now: Timestamp) -> Result<Self, Refused> {
        match (self, step) {
            (Self::Draft | Self::Scheduled { .. }, Step::Schedule { at }) => {
                if at < now {
                    Err(Refused::Past)
                } else {
                    Ok(Self::Scheduled { at })
                }
            }
            (Self::Draft | Self::Scheduled { .. }, Step::Publish) => Ok(Self::Published { since: now }),
            (Self::Scheduled { .. }, Step::Recall) => Ok(Self::Draft),
            (Self::Published { .. }, Step::Withdraw) => Ok(Self::Withdrawn { since: now }),
            (Self::Draft, Step::Recall | Step::Withdraw)
            | (Self::Scheduled { .. }, Step::Withdraw)
            | (Self::Published { .. }, Step::Schedule { .. } | Step::Publish | Step::Recall)
            | (
                Self::Withdrawn { .. },
                Step::Schedule { .. } | Step::Publish | Step::Recall | Step::Withdraw,
            ) => Err(Refused::Step(self, step)),
        }
    }
}

/// Fails if there is anything beside the tag.
fn nothing_else<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}
    Nothing::deserialize(deserializer).map(|Nothing {}| ())
}

/// The domain's type does not know how it is written; the one who writes it says so.
mod micros {
    use serde::{Deserialize as _, Deserializer, Serializer};

    use crate::domain::Timestamp;

    pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(at.as_micros())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        i64::deserialize(deserializer).map(Timestamp::from_micros)
    }
}

/// An amount of money, in the smallest unit of the one currency that is paid out. Never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(u64);

impl Cents {
    /// So many cents.
    pub const fn new(cents: u64) -> Self {
        Self(cents)
    }

    /// The number of cents.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// This amount in parts that are proportional to `shares`, to the cent; `None` if all shares are zero.
    ///
    /// All parts together are the amount: each is rounded down, and the cents that are left over, fewer than there are
    /// shares, go one by one to those who lost most by that, to the first among equals. This is the method of the
    /// largest remainder.
    ///
    /// # Example: nothing is lost and nothing is invented
    /// ```
    /// use phase9_backend::domain_modeling::Cents;
    ///
    /// let parts = Cents::new(1000).split(&[1, 1, 1]).expect("there are shares");
    /// assert_eq!(parts.iter().map(|part| part.get()).collect::<Vec<_>>(), [334, 333, 333]);
    /// ```
    ///
    /// # Panics
    /// Never: a part is not more than the whole, and less than a cent a share is left.
    pub fn split(self, shares: &[u32]) -> Option<Vec<Self>> {
        let total: u128 = shares.iter().map(|share| u128::from(*share)).sum();
        if total == 0 {
            return None;
        }
        // 64 and 32 bits of factors fit into 128.
        let exact = |share: &u32| u128::from(self.0) * u128::from(*share);
        let floor = |share| u64::try_from(exact(share) / total).expect("a part is not more than the whole");
        let mut parts: Vec<u64> = shares.iter().map(floor).collect();
        let left = self.0 - parts.iter().sum::<u64>();
        let mut losers: Vec<usize> = (0..shares.len()).collect();
        losers.sort_by_key(|index| Reverse(exact(&shares[*index]) % total));
        let left = usize::try_from(left).expect("less than a cent a share is left");
        for index in losers.into_iter().take(left) {
            parts[index] += 1;
        }
        Some(parts.into_iter().map(Self).collect())
    }
}

/// With two decimals, as it is printed on a statement.
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// What an author is told once a quarter. More will be told in later versions, so nobody outside can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statement {
    /// For all articles together.
    pub due: Cents,
    /// How many of them.
    pub articles: usize,
}

impl Statement {
    /// The statement about these articles; `None` if the sum is more than can be paid.
    pub fn of(royalties: &[Cents]) -> Option<Self> {
        let due = royalties.iter().try_fold(0_u64, |sum, cents| sum.checked_add(cents.0))?;
        Some(Self { due: Cents(due), articles: royalties.len() })
    }
}
