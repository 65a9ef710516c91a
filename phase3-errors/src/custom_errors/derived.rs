//! The page's error by derive: an attribute for each arm that [`by_hand`](super::by_hand) writes.
//!
//! | here | there |
//! |---|---|
//! | `#[error("…")]` | an arm of `Display::fmt`, with the fields by name |
//! | `#[source]`, or a field of that name | an arm of `Error::source` |
//! | `#[from]` | the same arm, and an `impl From` |
//! | `#[error(transparent)]` | an arm of both that forwards to the cause |

use std::{error::Error, io};

use super::Unclosed;

/// Why a page cannot be set.
///
/// Neither `Clone` nor `PartialEq`, because [`io::Error`] is neither: compare the [`kind`](Self::kind), and share a
/// failure in an [`Arc`](std::sync::Arc), which is an [`Error`] itself if its content is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PageError {
    /// The manuscript gave out.
    #[error("the manuscript cannot be read")]
    Read(#[source] io::Error),
    /// The page took no more.
    #[error("the page cannot be written")]
    Write(#[source] io::Error),
    /// Too many characters in a line.
    #[error("line {line} is too long by {excess}")]
    TooLong {
        /// The line, counted from 1.
        line: usize,
        /// How many are too many.
        excess: usize,
    },
    /// The markup of a line is wrong.
    #[error("line {line} cannot be set")]
    Markup {
        /// The line, counted from 1.
        line: usize,
        /// Where in the line, and how.
        source: Unclosed,
    },
    /// The hook refused a line, for reasons of its own.
    #[error(transparent)]
    Hook(#[from] Box<dyn Error + Send + Sync>),
}
