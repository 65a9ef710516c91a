//! The safe type around the C library `wordbook`: every duty of its header is a type, a borrow or a check here.

use std::{
    any::Any,
    error::Error,
    ffi::{CStr, c_int, c_void},
    fmt, mem,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    ptr::NonNull,
    slice,
};

use deep_dives_c as raw;

/// What a panic was about, on its way around the frames of C.
type Payload = Box<dyn Any + Send>;

/// A small letter for an ASCII letter, and every other byte for itself.
///
/// No `unsafe` is needed to call it: the declaration is a `safe fn`.
#[inline]
pub fn fold(byte: u8) -> u8 {
    raw::wb_fold(byte)
}

/// [`fold`] for all bytes of `text`, in a single call.
pub fn fold_all(text: &mut [u8]) {
    // SAFETY: a mutable slice is valid for reads and writes of its length.
    unsafe { raw::wb_fold_all(text.as_mut_ptr(), text.len()) }
}

/// A `&str` is a pointer and a length as well, but which of the two comes first is not promised.
fn lend(text: &str) -> raw::wb_slice {
    raw::wb_slice { start: text.as_ptr().cast(), length: text.len() }
}

/// # Safety
/// `word` must be a word that the library lends, and `'w` must end before the loan does.
unsafe fn lent<'w>(word: raw::wb_slice) -> &'w str {
    // SAFETY: the library has allocated its words, as each has at least one byte: so they are not null. It leaves them as
    // they are while they are lent, and the caller says how long that is.
    let bytes = unsafe { slice::from_raw_parts(word.start.cast(), word.length) };
    // The header says so. To check it costs little; to believe it, if it were wrong once, everything.
    str::from_utf8(bytes).expect("a part of UTF-8 that is cut at ASCII is UTF-8")
}

/// A book that counts words. `'f` is how long its filter may live.
///
/// The library's rule is that no two threads use a book at the same time. So a book is `Send`, which had to be promised by
/// hand, and not `Sync`, for with that two threads could read at once. A type with a pointer in it is neither by itself
/// (E0277).
///
/// # Example: what the filter borrows is free again when the book is gone
/// ```
/// use deep_dives::ffi::wordbook::Wordbook;
///
/// let mut short = Vec::new();
/// let mut book = Wordbook::open(c"notes", 10).expect("there is memory for ten words");
/// book.keep_only(|word| {
///     let keep = word.len() > 2;
///     if !keep {
///         short.push(word.to_owned());
///     }
///     keep
/// });
/// book.add("Of mice and men").expect("there are no more than ten");
/// assert_eq!(book.count("mice"), 1);
/// drop(book);
/// assert_eq!(short, ["of"]);
/// ```
#[derive(Debug)]
pub struct Wordbook<'f> {
    /// Open, and nobody else has it: `open` made it, and only `drop` closes it.
    book: NonNull<raw::wordbook>,
    /// The one that the library has now. It is there, since only the next one and the end of the book release it.
    filter: Option<NonNull<Filter<'f>>>,
}

// SAFETY: apart from its books the library has only an atomic count, and it does not ask which thread it runs on. A filter,
// which the library calls and releases on the thread that has the book by then, is `Send`.
unsafe impl Send for Wordbook<'_> {}

/// What the library keeps for us. It has room for one thin pointer, and that of a `Box<dyn FnMut>` is two words wide: so
/// the box is in a box.
struct Filter<'f> {
    keep: Box<dyn FnMut(&str) -> bool + Send + 'f>,
    panic: Option<Payload>,
}

impl<'f> Wordbook<'f> {
    /// A book with room for `capacity` different words, or `None` if there is no memory for it.
    ///
    /// A `&CStr` has its NUL already: `c"notes"` costs nothing. Who has a `String` makes a `CString` of it, and decides
    /// there what to do about a NUL in the middle.
    pub fn open(name: &CStr, capacity: usize) -> Option<Self> {
        // SAFETY: a `CStr` ends with a NUL. The library copies it.
        let book = unsafe { raw::wb_open(name.as_ptr(), capacity) };
        Some(Self { book: NonNull::new(book)?, filter: None })
    }

    /// The name, which the book lends: no copy is made.
    pub fn name(&self) -> &CStr {
        // SAFETY: the book is open, and in use by this thread alone, since it is not `Sync`.
        let name = unsafe { raw::wb_name(self.book.as_ptr()) };
        // SAFETY: the name ends with a NUL and lives until the book is closed, which needs `self` to be free.
        unsafe { CStr::from_ptr(name) }
    }

    /// Counts the words of `text`. No copy of it is made: a `&str` has a length, so it needs no NUL.
    ///
    /// # Errors
    /// If `text` contains a NUL, and then nothing is counted; or if there is no room for a word, and then those before
    /// it are.
    ///
    /// # Panics
    /// If the filter does. Words after that are not counted.
    pub fn add(&mut self, text: &str) -> Result<(), AddError> {
        // SAFETY: the book is open and ours alone; `text` is readable.
        let status = unsafe { raw::wb_add(self.book.as_ptr(), lend(text)) };
        if let Some(filter) = self.filter {
            // SAFETY: the filter belongs to the book until it is replaced or closed, and is used only during `wb_add`.
            let panic = unsafe { &mut (*filter.as_ptr()).panic };
            if let Some(payload) = panic.take() {
                resume_unwind(payload);
            }
        }
        let fault = match status {
            raw::WB_OK => return Ok(()),
            raw::WB_FULL => Fault::Full,
            raw::WB_BAD_TEXT => Fault::BadText,
            raw::WB_NO_MEMORY => Fault::NoMemory,
            unknown => Fault::Unknown(unknown),
        };
        // SAFETY: as above.
        let problem = unsafe { raw::wb_problem(self.book.as_ptr()) };
        // SAFETY: it ends with a NUL and is lent until the next `wb_add`; by then it is copied.
        let problem = unsafe { CStr::from_ptr(problem) };
        Err(AddError { fault, problem: problem.to_string_lossy().into_owned() })
    }

    /// From now on, counts only words for which `keep` is true.
    ///
    /// The closure moves into the book, which frees it when it is closed or gets another one. It may borrow what lives
    /// longer than the book.
    pub fn keep_only(&mut self, keep: impl FnMut(&str) -> bool + Send + 'f) {
        let filter = Box::into_raw(Box::new(Filter { keep: Box::new(keep), panic: None }));
        // SAFETY: the book is open and ours alone. `ask` and `release` fit the data, which lives until it is released, and
        // neither has a way to the book: whoever calls a method of it that calls the filter has borrowed it mutably.
        unsafe { raw::wb_filter(self.book.as_ptr(), Some(ask), filter.cast(), Some(release)) }
        self.filter = NonNull::new(filter);
    }

    /// How often `word`, in small letters, was met.
    pub fn count(&self, word: &str) -> u64 {
        // SAFETY: the book is open, and in use by this thread alone; `word` is readable.
        unsafe { raw::wb_count(self.book.as_ptr(), lend(word)) }
    }

    /// How often each of `words` was met, in a single call.
    pub fn counts(&self, words: &[&str]) -> Vec<u64> {
        let words: Vec<_> = words.iter().copied().map(lend).collect();
        let mut counts = Vec::with_capacity(words.len());
        // SAFETY: the book is open, and in use by this thread alone; the words are readable, and there is memory for as many
        // counts.
        unsafe { raw::wb_counts(self.book.as_ptr(), words.as_ptr(), words.len(), counts.as_mut_ptr()) }
        // SAFETY: it has written all of them.
        unsafe { counts.set_len(words.len()) }
        counts
    }

    /// Shows all words to `visit`, in the order in which they were first met, until it breaks.
    ///
    /// That it must not add to the book the header has to say. Here it is a borrow: `visit` runs while `self` is lent.
    ///
    /// # Panics
    /// If `visit` does: the panic waits until the library has returned.
    pub fn each<B>(&self, visit: impl FnMut(&str, u64) -> ControlFlow<B>) -> ControlFlow<B> {
        let mut tour = Tour { visit, end: None };
        let call = shown(&tour);
        // SAFETY: the book is open, and in use by this thread alone; `call` was made for this type of `tour`, and lets no panic
        // out. `visit` cannot change the book, nor close it: that would need what is borrowed here.
        unsafe { raw::wb_each(self.book.as_ptr(), call, (&raw mut tour).cast()) };
        match tour.end {
            None => ControlFlow::Continue(()),
            Some(Ok(value)) => ControlFlow::Break(value),
            Some(Err(payload)) => resume_unwind(payload),
        }
    }

    /// All words and counts as one text, or `None` if there is no memory for it.
    pub fn report(&self) -> Option<Report> {
        // SAFETY: the book is open, and in use by this thread alone.
        NonNull::new(unsafe { raw::wb_report(self.book.as_ptr()) }).map(|text| Report { text })
    }
}

impl Drop for Wordbook<'_> {
    fn drop(&mut self) {
        // SAFETY: `open` made it, and nobody can use it after this. It releases the filter.
        unsafe { raw::wb_close(self.book.as_ptr()) }
    }
}

/// What [`Wordbook::each`] lends to the library for the time of the call, on the stack.
struct Tour<F, B> {
    visit: F,
    end: Option<Result<B, Payload>>,
}

/// The function to pass with a tour of just this type, which has no name that could be written.
fn shown<F: FnMut(&str, u64) -> ControlFlow<B>, B>(_: &Tour<F, B>) -> raw::wb_visit {
    Some(show::<F, B>)
}

/// One instance for each closure: the type that `user` has lost is in the function itself.
unsafe extern "C" fn show<F, B>(user: *mut c_void, word: raw::wb_slice, count: u64) -> c_int
where
    F: FnMut(&str, u64) -> ControlFlow<B>,
{
    // SAFETY: `each` passes a tour of this type, and does not use it before the library returns. The library visits one word
    // after the other, and a visit that asks the book to visit again has another tour.
    let Tour { visit, end } = unsafe { &mut *user.cast::<Tour<F, B>>() };
    let step = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: the library lends the word until this function returns.
        visit(unsafe { lent(word) }, count)
    }));
    *end = match step {
        Ok(ControlFlow::Continue(())) => return 0,
        Ok(ControlFlow::Break(value)) => Some(Ok(value)),
        Err(payload) => Some(Err(payload)),
    };
    1
}

unsafe extern "C" fn ask(user: *mut c_void, word: raw::wb_slice) -> bool {
    // SAFETY: `keep_only` passed a filter, which nobody else uses during `wb_add`.
    let Filter { keep, panic } = unsafe { &mut *user.cast::<Filter<'_>>() };
    // The library cannot be told to stop. So it goes on asking, and what has panicked is not called again.
    panic.is_none()
        && catch_unwind(AssertUnwindSafe(|| {
            // SAFETY: the library lends the word until this function returns.
            keep(unsafe { lent(word) })
        }))
        .unwrap_or_else(|payload| {
            *panic = Some(payload);
            false
        })
}

/// Should the destructor of a closure panic, nobody is left to tell: `extern "C"` ends the process.
unsafe extern "C" fn release(user: *mut c_void) {
    // SAFETY: `keep_only` made it from a box, and the library releases it once.
    mem::drop(unsafe { Box::from_raw(user.cast::<Filter<'_>>()) });
}

/// A text that the library has allocated and that is ours. It goes back to the library, because only the library knows
/// which allocator it came from.
#[derive(Debug)]
pub struct Report {
    text: NonNull<std::ffi::c_char>,
}

impl Report {
    /// The text, where it is.
    ///
    /// # Panics
    /// If the library has broken its promise that words are cut out of UTF-8 at ASCII only.
    pub fn as_str(&self) -> &str {
        // SAFETY: a report ends with a NUL, and nobody but `drop` changes it.
        let text = unsafe { CStr::from_ptr(self.text.as_ptr()) };
        text.to_str().expect("a part of UTF-8 that is cut at ASCII is UTF-8")
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        // SAFETY: it comes from `wb_report`, and nobody can use it after this.
        unsafe { raw::wb_text_free(self.text.as_ptr()) }
    }
}

/// Why a text was not counted, or not to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddError {
    /// What the program can decide by.
    pub fault: Fault,
    /// The library's words for it, copied before its next call overwrites them.
    pub problem: String,
}

/// The statuses of the header, and those of the next version.
///
/// The call is declared to return an integer. Were it declared to return this enum, the first new status would be
/// undefined behaviour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// There is no room for another word.
    Full,
    /// The text contains a NUL.
    BadText,
    /// The library found no memory.
    NoMemory,
    /// A status that this wrapper does not know.
    Unknown(c_int),
}

impl fmt::Display for AddError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot count the words: {}", self.problem)
    }
}

impl Error for AddError {}
