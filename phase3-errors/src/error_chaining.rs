//! `and_then`, `map_err`, `or_else`: many steps, one error type, and every failure arrives with its context.
//!
//! After this lesson you can read what a chain does off the types of its combinators, place translation, recovery,
//! context and logging where each belongs, and tell where `let` and `?` serve better than a chain.
//!
//! A chain of `Result`s has two tracks, one for values and one for errors. A combinator works on one of them, passes
//! the other on as it is, and its type says what it may change:
//!
//! | combinator | works on | its function returns | so it |
//! |---|---|---|---|
//! | `map` | `Ok(T)` | `U` | changes the value, and cannot fail |
//! | `and_then` | `Ok(T)` | `Result<U, E>` | takes one more step, which fails with the *same* `E` |
//! | `map_err` | `Err(E)` | `F` | translates the error, and cannot recover |
//! | `or_else` | `Err(E)` | `Result<T, F>` | recovers with the *same* `T`, or fails in its own way |
//! | `inspect`, `inspect_err` | `&T`, `&E` | nothing | looks at one of them, and changes nothing |
//! | `flatten` | `Ok(Result<T, E>)` | (none) | makes one `Result` of two with the *same* `E` |
//!
//! What follows from that:
//!
//! - `and_then` keeps `E`, so the error of another module is translated *before* it enters the chain, right behind the
//!   call that can fail with it (E0308 otherwise). Steps that share an error type need no translation at all.
//! - The callee knows what went wrong, the caller knows what it was for. [`Cause`] holds the first, and each step makes
//!   its own; [`CoverError`] adds the second, once, at the end of the whole chain. A `?` leaves the function at once,
//!   so with `?` the context must be added at each step, or by a function around this one.
//! - An error that is logged and returned is logged again by whoever does the same further up. So log it where it is
//!   dropped, and nowhere else.
//! - Arguments are evaluated before the call: `or(mirror.read(key))` asks the mirror even if there is nothing to
//!   recover from, and `or_else(|_| mirror.read(key))` does not. What costs nothing may be passed eagerly:
//!   `ok_or(NoPicture)`.
//!
//! Chain while each step needs only the value of the one before. As soon as a step needs two of them, closures nest,
//! and `let` with `?` is plainer.
//!
//! The lesson finds the cover of an article: its catalogue entry, the picture in a store or its mirror, its size.

use std::{
    collections::HashMap,
    error::Error,
    io::{self, ErrorKind},
    iter,
    sync::mpsc,
};

/// Why an article has no cover: what the steps know.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    /// There is no such slug.
    #[error("it is not in the catalogue")]
    NoArticle,
    /// Its author chose no picture.
    #[error("it names no picture")]
    NoPicture,
    /// The store says that there is no such file, or neither store can say anything.
    #[error("its picture cannot be read")]
    Read(#[source] io::Error),
    /// There is a file, but it is of no use.
    #[error("its picture cannot be used")]
    Unusable(#[source] PictureError),
}

/// What was wanted, and why it could not be had.
///
/// The slug is owned. An error travels further than the request that it speaks of, and a copy that is made inside the
/// closure of a `map_err` is made only when something failed.
#[derive(Debug, thiserror::Error)]
#[error("no cover for `{slug}`")]
pub struct CoverError {
    /// The article that was asked for.
    pub slug: String,
    /// The step that failed.
    #[source]
    pub cause: Cause,
}

/// Why a file cannot be a cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The signature or the first chunk is another one, or missing.
    #[error("it is not a PNG file")]
    NotPng,
    /// It would be blurred.
    #[error("it is {0} pixels wide, and {min} are needed", min = Picture::MIN_WIDTH)]
    TooNarrow(u32),
}

/// An entry of the catalogue, as far as covers are concerned.
#[derive(Debug, Clone, Default)]
pub struct Article {
    /// The key of its picture in the store.
    pub picture: Option<String>,
}

/// Finds covers.
pub struct Covers<P, M> {
    /// Articles by slug.
    pub catalogue: HashMap<String, Article>,
    /// Asked first.
    pub store: P,
    /// Asked when the store is out of order. It lags behind, so its "not found" means nothing.
    pub mirror: M,
}

impl<P: Store, M: Store> Covers<P, M> {
    /// The cover of the article `slug`.
    ///
    /// Four steps and three error types, one line each. A tuple variant is a function of its field, so `map_err` takes
    /// `Cause::Read` as it is, without a closure around it.
    ///
    /// # Errors
    /// [`CoverError`] with the first step that failed; no later step has run then.
    pub fn cover(&self, slug: &str, log: &mut Vec<String>) -> Result<Picture, CoverError> {
        self.catalogue
            .get(slug)
            .ok_or(Cause::NoArticle)
            .and_then(|article| article.picture.as_deref().ok_or(Cause::NoPicture))
            .and_then(|key| self.read(key, log).map_err(Cause::Read))
            .and_then(|file| Picture::new(file).map_err(Cause::Unusable))
            .map_err(|cause| CoverError { slug: slug.to_owned(), cause })
    }

    /// The cover of the article, or a blank one: a page must be shown in any case.
    ///
    /// The error is dropped here, so it is logged here.
    pub fn cover_or_blank(&self, slug: &str, log: &mut Vec<String>) -> Picture {
        self.cover(slug, log).inspect_err(|error| log.push(report(error))).unwrap_or(Picture::BLANK)
    }

    /// Reads from the store, or from the mirror if the store is out of order.
    ///
    /// Only an outage is recovered from: "not found" is an answer, and the mirror is not asked for another one. If the
    /// mirror cannot help, the *first* error is returned. The mirror's own may be "not found", which the caller would
    /// take for an answer about the picture.
    fn read(&self, key: &str, log: &mut Vec<String>) -> io::Result<Vec<u8>> {
        self.store.read(key).or_else(|outage| {
            if outage.kind() == ErrorKind::NotFound {
                return Err(outage); // leaves this closure, not `read`
            }
            self.mirror
                .read(key)
                .inspect(|_| log.push(format!("{key} is from the mirror: {outage}")))
                .inspect_err(|dropped| log.push(format!("{key} is not in the mirror: {dropped}")))
                .map_err(|_| outage)
        })
    }
}

/// Where files are kept.
pub trait Store {
    /// The file under `key`.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if there is none; any other kind says nothing about the file.
    fn read(&self, key: &str) -> io::Result<Vec<u8>>;
}

impl<F: Fn(&str) -> io::Result<Vec<u8>>> Store for F {
    fn read(&self, key: &str) -> io::Result<Vec<u8>> {
        self(key)
    }
}

/// A store behind a thread of its own, which reads [`Request`]s and answers them one by one.
pub struct Remote {
    /// Where the thread listens.
    pub requests: mpsc::Sender<Request>,
}

/// A key, and where to send what is found.
pub type Request = (String, mpsc::Sender<io::Result<Vec<u8>>>);

impl Store for Remote {
    /// Two failures of the channel and one of the store become one error type.
    ///
    /// The channel delivers an answer or fails, and the answer is itself a `Result`: so there is a `Result` in a
    /// `Result`. Once both have the same error type, `flatten` makes one of them (before Rust 1.89,
    /// `and_then(identity)` did).
    fn read(&self, key: &str) -> io::Result<Vec<u8>> {
        let (reply, answer) = mpsc::channel();
        self.requests
            .send((key.to_owned(), reply))
            .map_err(stopped)
            .and_then(|()| answer.recv().map_err(stopped))
            .flatten()
    }
}

/// A file that can be a cover.
#[derive(Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file as it was read.
    pub file: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Picture {
    /// Shown where there is no cover.
    pub const BLANK: Self = Self { file: Vec::new(), width: 0, height: 0 };
    /// Narrower covers are blurred on a telephone.
    pub const MIN_WIDTH: u32 = 320;

    /// Reads the size out of a PNG file. Its pixels are not looked at.
    ///
    /// Both steps fail with the same type, so nothing is translated between them. The last one cannot fail: `map`.
    ///
    /// # Errors
    /// [`PictureError`] if it is another kind of file, or too narrow.
    pub fn new(file: Vec<u8>) -> Result<Self, PictureError> {
        png_size(&file).and_then(wide_enough).map(|(width, height)| Self { file, width, height })
    }
}

/// An error and all of its sources, in one line.
///
/// # Example: the context comes first, the root last
/// ```
/// use phase3_errors::error_chaining::{Cause, CoverError, PictureError, report};
///
/// let cause = Cause::Unusable(PictureError::TooNarrow(90));
/// assert_eq!(
///     report(&CoverError { slug: "emma".into(), cause }),
///     "no cover for `emma`: its picture cannot be used: it is 90 pixels wide, and 320 are needed"
/// );
/// ```
pub fn report(error: &dyn Error) -> String {
    iter::successors(Some(error), |&error| error.source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

/// Sending and receiving fail for the same reason: the other end is gone. Their errors differ in type, hence the `E`.
fn stopped<E>(_: E) -> io::Error {
    io::Error::new(ErrorKind::BrokenPipe, "the store has stopped")
}

/// Width and height, which stand in the chunk behind the signature.
///
/// Source: <https://www.w3.org/TR/png-3/#11IHDR>.
fn png_size(file: &[u8]) -> Result<(u32, u32), PictureError> {
    let words = file.strip_prefix(b"\x89PNG\r\n\x1a\n").map(|chunk| chunk.as_chunks::<4>().0);
    match words {
        Some([_length, [b'I', b'H', b'D', b'R'], width, height, ..]) => {
            Ok((u32::from_be_bytes(*width), u32::from_be_bytes(*height)))
        }
        _ => Err(PictureError::NotPng),
    }
}

fn wide_enough((width, height): (u32, u32)) -> Result<(u32, u32), PictureError> {
    if width < Picture::MIN_WIDTH { Err(PictureError::TooNarrow(width)) } else { Ok((width, height)) }
}
