//! Instants.

use std::fmt;

/// An instant, to the microsecond.
///
/// It is stored as an integer: databases compare instants that are written as text by their letters, and two that are
/// equal need not be written alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// What the clock of this machine shows.
    pub fn now() -> Self {
        Self(jiff::Timestamp::now().as_microsecond())
    }

    /// So many microseconds after 1970-01-01T00:00:00Z.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// This much later.
    ///
    /// ```
    /// use std::time::Duration;
    /// use phase9_backend::domain::Timestamp;
    ///
    /// let start = Timestamp::from_micros(1_000_000);
    /// assert_eq!(start.after(Duration::from_millis(5)).to_string(), "1970-01-01T00:00:01.005Z");
    /// ```
    #[must_use]
    pub fn after(self, span: std::time::Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.as_micros()).unwrap_or(i64::MAX)))
    }
}

/// As RFC 3339, in UTC, to the millisecond.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(instant) => write!(f, "{instant:.3}"),
            // Beyond the year 9999: no clock shows it, but a damaged row could.
            Err(_) => write!(f, "{}us", self.0),
        }
    }
}
