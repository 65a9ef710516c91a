//! Keep a short text inside its owner: bytes that nobody has written yet, and bytes that are promised to be text.
//!
//! Two kinds of invariant meet in one array. A `MaybeUninit<u8>` may be anything, uninitialised included; a `u8` may not,
//! even if nobody looks at it. That is *validity*, and each single copy of a value must have it. That the first `len` bytes
//! are initialised and UTF-8 is *safety*: this module may break it between two lines, and nobody outside ever finds it
//! broken.

use std::{fmt, mem::MaybeUninit, str};

/// A text of at most `N` bytes, without an allocation: the slug of an article, the code of a currency.
///
/// # Example: what does not fit changes nothing
/// ```
/// use deep_dives::unsafe_rust::text::ShortText;
///
/// let mut slug = ShortText::<8>::new();
/// assert_eq!([slug.push_str("caf\u{e9}"), slug.push_str("-du-coin")], [Ok(()), Err(3)]);
/// assert_eq!(slug.as_str(), "caf\u{e9}");
/// ```
#[derive(Clone, Copy)]
pub struct ShortText<const N: usize> {
    bytes: [MaybeUninit<u8>; N],
    /// The first `len` bytes are initialised, and UTF-8.
    len: usize,
}

impl<const N: usize> ShortText<N> {
    /// An empty text. No byte is written: an array of `MaybeUninit` is valid whatever stands in it.
    pub const fn new() -> Self {
        Self { bytes: [MaybeUninit::uninit(); N], len: 0 }
    }

    /// Appends a text.
    ///
    /// # Errors
    /// With the number of bytes that are free, if these are too few. Then nothing is appended, because a part of a text
    /// may end within a character.
    pub fn push_str(&mut self, text: &str) -> Result<(), usize> {
        let free = &mut self.bytes[self.len..];
        let Some(target) = free.get_mut(..text.len()) else { return Err(free.len()) };
        target.write_copy_of_slice(text.as_bytes());
        self.len += text.len();
        Ok(())
    }

    /// Appends bytes that the caller knows to be text.
    ///
    /// It is `unsafe` although all that it does is to store bytes: [`as_str`](Self::as_str), which anybody may call later
    /// and which is right, would hand out a `str` that is none. A contract is about what code elsewhere relies on.
    ///
    /// # Safety
    /// `bytes` are UTF-8.
    ///
    /// # Errors
    /// As for [`push_str`](Self::push_str).
    pub unsafe fn push_bytes_unchecked(&mut self, bytes: &[u8]) -> Result<(), usize> {
        // SAFETY: By this function's contract.
        self.push_str(unsafe { str::from_utf8_unchecked(bytes) })
    }

    /// The text so far.
    pub fn as_str(&self) -> &str {
        // SAFETY: The first `len` bytes were written: `len` grows only behind a write, and never beyond it.
        let bytes = unsafe { self.bytes[..self.len].assume_init_ref() };
        // SAFETY: They are whole texts, one after the other, and so a text: `push_str` takes nothing else.
        unsafe { str::from_utf8_unchecked(bytes) }
    }
}

impl<const N: usize> Default for ShortText<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> fmt::Debug for ShortText<N> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(formatter)
    }
}
