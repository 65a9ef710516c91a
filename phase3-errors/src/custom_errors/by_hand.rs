//! The page's error in full: what every attribute in [`derived`](super::derived) stands for.

use std::{error::Error, fmt, io};

use super::Unclosed;

/// Why a page cannot be set. [`derived::PageError`](super::derived::PageError) behaves the same.
#[derive(Debug)]
#[non_exhaustive]
pub enum PageError {
    /// The manuscript gave out.
    Read(io::Error),
    /// The page took no more.
    Write(io::Error),
    /// Too many characters in a line.
    TooLong {
        /// The line, counted from 1.
        line: usize,
        /// How many are too many.
        excess: usize,
    },
    /// The markup of a line is wrong.
    Markup {
        /// The line, counted from 1.
        line: usize,
        /// Where in the line, and how.
        source: Unclosed,
    },
    /// The hook refused a line, for reasons of its own.
    Hook(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(_) => f.write_str("the manuscript cannot be read"),
            Self::Write(_) => f.write_str("the page cannot be written"),
            Self::TooLong { line, excess } => write!(f, "line {line} is too long by {excess}"),
            Self::Markup { line, .. } => write!(f, "line {line} cannot be set"),
            // Not `write!(f, "{cause}")`: that would lose the width and precision in `f`, which the caller asked for.
            Self::Hook(cause) => fmt::Display::fmt(cause, f),
        }
    }
}

impl Error for PageError {
    /// No `_` arm: a new variant has to say here whether it has a cause.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Read(cause) | Self::Write(cause) => Some(cause),
            Self::Markup { source, .. } => Some(source),
            // The cause has given its message to this error already, so what comes next is the cause of the cause.
            Self::Hook(cause) => cause.source(),
            Self::TooLong { .. } => None,
        }
    }
}

impl From<Box<dyn Error + Send + Sync>> for PageError {
    fn from(cause: Box<dyn Error + Send + Sync>) -> Self {
        Self::Hook(cause)
    }
}
