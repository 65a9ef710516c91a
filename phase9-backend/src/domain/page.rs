//! A part of a long list.

use super::Invalid;

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    limit: u32,
    offset: u32,
}

impl Page {
    /// So many, if nobody says how many.
    pub const DEFAULT_LIMIT: u32 = 20;
    /// Never more, whatever is asked for.
    pub const MAX_LIMIT: u32 = 100;

    /// At most `limit` items after the first `offset`; a greater limit than the greatest means the greatest.
    ///
    /// # Errors
    /// If the limit is zero.
    pub fn new(limit: u32, offset: u32) -> Result<Self, Invalid> {
        match limit {
            0 => Err(Invalid("must be at least 1")),
            _ => Ok(Self { limit: limit.min(Self::MAX_LIMIT), offset }),
        }
    }

    /// How many items at most.
    pub fn limit(self) -> u32 {
        self.limit
    }

    /// How many items come before.
    pub fn offset(self) -> u32 {
        self.offset
    }
}

impl Default for Page {
    fn default() -> Self {
        Self { limit: Self::DEFAULT_LIMIT, offset: 0 }
    }
}
