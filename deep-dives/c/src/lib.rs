//! The C library `wordbook`, under the names that it has in C.
//!
//! These are promises of ours about code that the compiler cannot see: nothing compares them with the header. They stand
//! apart from the safe type, `deep_dives::ffi::wordbook::Wordbook`, because they change only when the header does, and so
//! that all of them can be read beside it. `src/wordbook.h` has the contract of each function.
//!
//! For a header of more than a screen, [bindgen](https://rust-lang.github.io/rust-bindgen/) writes such a file.

#![expect(non_camel_case_types, reason = "the names are those of the header")]

use std::{
    ffi::{c_char, c_int, c_void},
    marker::{PhantomData, PhantomPinned},
};

/// The status of a call that did what it should.
pub const WB_OK: c_int = 0;
/// More different words than there is room for.
pub const WB_FULL: c_int = 1;
/// A byte of the text is 0.
pub const WB_BAD_TEXT: c_int = 2;
/// The library found no memory.
pub const WB_NO_MEMORY: c_int = 3;

/// A book, of which only the library knows what is in it.
///
/// It has no size that could be known here, so all that can be done with it is to pass its address on. The marker takes
/// away what the compiler would conclude from an empty struct: that it may be sent, shared and taken out of a pin.
#[repr(C)]
pub struct wordbook {
    _opaque: [u8; 0],
    _marker: PhantomData<(*mut u8, PhantomPinned)>,
}

/// Part of a text, which need not end with a NUL.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct wb_slice {
    /// Where it begins.
    pub start: *const c_char,
    /// How many bytes it has.
    pub length: usize,
}

/// What [`wb_each`] calls. In C any function pointer can be null; in Rust, an `Option` of one.
pub type wb_visit = Option<unsafe extern "C" fn(user: *mut c_void, word: wb_slice, count: u64) -> c_int>;
/// What decides whether a word is counted.
pub type wb_keep = Option<unsafe extern "C" fn(user: *mut c_void, word: wb_slice) -> bool>;
/// What takes the data of a filter back.
pub type wb_release = Option<unsafe extern "C" fn(user: *mut c_void)>;

// SAFETY: each declaration was read beside its prototype in `wordbook.h`: names, order, types and constness agree.
// What is `safe` takes no pointers, and works for all arguments on any thread at any time; the array is constant, and there
// before any code runs.
unsafe extern "C" {
    /// The size of [`wb_slice`] in C, and the offsets of its fields.
    pub safe static wb_slice_layout: [usize; 3];

    /// A small letter for an ASCII letter, and every other byte for itself.
    pub safe fn wb_fold(byte: u8) -> u8;

    /// [`wb_fold`] for all bytes in place.
    ///
    /// # Safety
    /// `bytes` must be valid for reads and writes of `length` bytes.
    pub fn wb_fold_all(bytes: *mut u8, length: usize);

    /// A new book, or null.
    ///
    /// # Safety
    /// `name` must point to a string that ends with a NUL.
    pub fn wb_open(name: *const c_char, capacity: usize) -> *mut wordbook;

    /// Releases a book.
    ///
    /// # Safety
    /// `book` must be null, or come from [`wb_open`] and not be used any more.
    pub fn wb_close(book: *mut wordbook);

    /// The name, lent until the book is closed.
    ///
    /// # Safety
    /// `book` must be open, and used by no other thread: so with all functions below.
    pub fn wb_name(book: *const wordbook) -> *const c_char;

    /// Counts the words of a text.
    ///
    /// # Safety
    /// As with [`wb_name`]; `text` must be readable, or have the length 0.
    pub fn wb_add(book: *mut wordbook, text: wb_slice) -> c_int;

    /// What was wrong, lent until the next [`wb_add`].
    ///
    /// # Safety
    /// As with [`wb_name`].
    pub fn wb_problem(book: *const wordbook) -> *const c_char;

    /// How often a word was met.
    ///
    /// # Safety
    /// As with [`wb_name`]; `word` must be readable, or have the length 0.
    pub fn wb_count(book: *const wordbook, word: wb_slice) -> u64;

    /// How often each of many words was met.
    ///
    /// # Safety
    /// As with [`wb_count`]; `words` must be valid for reads, `counts` for writes, of `length` elements each.
    pub fn wb_counts(book: *const wordbook, words: *const wb_slice, length: usize, counts: *mut u64);

    /// Calls `visit` for all words.
    ///
    /// # Safety
    /// As with [`wb_name`]; `visit` must be there, be sound to call with `user`, and neither change nor close the book.
    pub fn wb_each(book: *const wordbook, visit: wb_visit, user: *mut c_void) -> c_int;

    /// Counts only words that `keep` wants, or all without one.
    ///
    /// # Safety
    /// As with [`wb_name`]; until it is released, `keep` and `release` must be sound to call with `user`, on every thread
    /// that ever uses the book, and must not use the book.
    pub fn wb_filter(book: *mut wordbook, keep: wb_keep, user: *mut c_void, release: wb_release);

    /// All words and counts, owned by the caller, or null.
    ///
    /// # Safety
    /// As with [`wb_name`].
    pub fn wb_report(book: *const wordbook) -> *mut c_char;

    /// Takes a report back.
    ///
    /// # Safety
    /// `text` must be null, or come from [`wb_report`] and not be used any more.
    pub fn wb_text_free(text: *mut c_char);

    /// How many blocks the library has allocated and not freed, in all threads.
    pub safe fn wb_blocks() -> usize;
}
