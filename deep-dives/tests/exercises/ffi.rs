//! # Hyphens from a library in C
//!
//! A typesetter's library breaks words into syllables. The module `library` stands for it: `extern "C"` functions, raw
//! pointers, and rules that are written in comments. Its memory is counted, so that the tests can see what you forget.
//!
//! Write the safe type `Hyphenator` around it:
//!
//! - `open` takes any `&str` and says which of two things is wrong with it.
//! - A hyphenator is closed once. `language` lends what the library lends: nothing is copied.
//! - `split` returns a `String`, and the text that the library made for it goes back to the library, always.
//! - `each` shows the syllables of a word to a closure, until it breaks. A panic of the closure must not enter the
//!   library (that would end the process); it comes out of `each` as it was.
//!
//! As words are UTF-8 and are cut at ASCII only, texts and syllables are UTF-8. But that is a promise of the library: you
//! check it, and panic if it is broken, out of `split` or `each` and not into the library.
//!
//! A word reaches the library with its length. It is not copied, and a NUL in it is a byte like others.

use std::{
    any::Any,
    ffi::{CStr, CString, c_char, c_int, c_void},
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    ptr::{self, NonNull},
    slice,
};

/// The library. Its comments are its header; its code is none of your business.
mod library {
    use super::{CStr, CString, c_char, c_int, c_void, ptr, slice};
    use std::cell::{Cell, RefCell};

    pub struct Hyphens {
        language: CString,
    }

    thread_local! {
        /// Hyphenators of this thread that are open.
        static OPEN: Cell<usize> = const { Cell::new(0) };
        /// Texts of this thread that are not freed: addresses and lengths.
        static TEXTS: RefCell<Vec<(usize, usize)>> = const { RefCell::new(Vec::new()) };
        /// Whether the library has a mistake in this thread: it cuts words anywhere.
        static MISTAKEN: Cell<bool> = const { Cell::new(false) };
    }

    /// From now on the library has a mistake: what comes out of it need not be UTF-8.
    pub fn make_a_mistake() {
        MISTAKEN.set(true);
    }

    /// How many hyphenators are open, and how many texts not freed.
    pub fn alive() -> (usize, usize) {
        (OPEN.get(), TEXTS.with_borrow(Vec::len))
    }

    /// A hyphenator for `de` or `en`, or NULL for a language that is not known.
    pub unsafe extern "C" fn hy_open(language: *const c_char) -> *mut Hyphens {
        // SAFETY: the header wants a string that ends with a NUL.
        let language = unsafe { CStr::from_ptr(language) };
        if language != c"de" && language != c"en" {
            return ptr::null_mut();
        }
        OPEN.set(OPEN.get() + 1);
        Box::into_raw(Box::new(Hyphens { language: language.to_owned() }))
    }

    /// Closes a hyphenator. It must not be NULL.
    pub unsafe extern "C" fn hy_close(hyphens: *mut Hyphens) {
        OPEN.set(OPEN.get() - 1);
        // SAFETY: the header wants one that is open, for the last time.
        drop(unsafe { Box::from_raw(hyphens) });
    }

    /// The language, lent until the hyphenator is closed.
    pub unsafe extern "C" fn hy_language(hyphens: *const Hyphens) -> *const c_char {
        // SAFETY: the header wants one that is open.
        unsafe { (*hyphens).language.as_ptr() }
    }

    /// Called with `user`, and with a syllable and its length, lent for the time of the call. A result other than 0 ends
    /// the visits.
    pub type Visit = unsafe extern "C" fn(user: *mut c_void, syllable: *const c_char, length: usize) -> c_int;

    /// Calls `visit` for each syllable of a word of `length` bytes, and returns its last result; 0 if there was none.
    pub unsafe extern "C" fn hy_each(
        _: *const Hyphens,
        word: *const c_char,
        length: usize,
        visit: Visit,
        user: *mut c_void,
    ) -> c_int {
        // SAFETY: the header wants a word that is readable.
        let word = unsafe { slice::from_raw_parts(word.cast::<u8>(), length) };
        for syllable in syllables(word) {
            // SAFETY: the header wants a function that can be called with this user.
            let result = unsafe { visit(user, syllable.as_ptr().cast(), syllable.len()) };
            if result != 0 {
                return result;
            }
        }
        0
    }

    /// The word with `-` between its syllables, and its length. The text does not end with a NUL. It belongs to the
    /// caller, who gives it back to `hy_free` with its length. NULL if the word is empty.
    pub unsafe extern "C" fn hy_split(
        _: *const Hyphens,
        word: *const c_char,
        length: usize,
        written: *mut usize,
    ) -> *mut c_char {
        // SAFETY: the header wants a word that is readable.
        let word = unsafe { slice::from_raw_parts(word.cast::<u8>(), length) };
        if word.is_empty() {
            return ptr::null_mut();
        }
        let text = syllables(word).join(&b'-').into_boxed_slice();
        // SAFETY: the header wants a place for a size.
        unsafe { written.write(text.len()) };
        TEXTS.with_borrow_mut(|texts| texts.push((text.as_ptr().addr(), text.len())));
        Box::into_raw(text).cast()
    }

    /// Frees a text of `hy_split`. It must not be NULL.
    pub unsafe extern "C" fn hy_free(text: *mut c_char, length: usize) {
        let freed = (text.addr(), length);
        let Some(at) = TEXTS.with_borrow(|texts| texts.iter().position(|text| *text == freed)) else {
            // A library in C would not know. This one does you the favour to leave it.
            return;
        };
        TEXTS.with_borrow_mut(|texts| texts.swap_remove(at));
        // SAFETY: the header wants a text that is not yet freed, and its length.
        let mut text = unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(text.cast::<u8>(), length)) };
        // For those who go on reading.
        text.fill(b'?');
    }

    /// Cut before each consonant that has a vowel after it and one before it.
    fn syllables(word: &[u8]) -> Vec<&[u8]> {
        let vowel = |byte: u8| b"aeiouyAEIOUY".contains(&byte);
        let (mut cuts, mut from) = (Vec::new(), 0);
        for at in 1..word.len().saturating_sub(1) {
            let between = !vowel(word[at]) && word[at].is_ascii() && vowel(word[at + 1]);
            if MISTAKEN.get() || between && word[from..at].iter().copied().any(vowel) {
                cuts.push(&word[from..at]);
                from = at;
            }
        }
        if from < word.len() {
            cuts.push(&word[from..]);
        }
        cuts
    }
}

/// Why a hyphenator cannot be opened.
#[derive(Debug, PartialEq, Eq)]
enum OpenError {
    /// The name cannot be said in C: there is a NUL in it.
    Nul,
    /// The library does not know the language.
    Unknown,
}

/// Breaks words into syllables.
#[derive(Debug)]
struct Hyphenator(NonNull<library::Hyphens>);

impl Hyphenator {
    fn open(language: &str) -> Result<Self, OpenError> {
        // solution:begin
        // ban: into_raw because the library only reads the name: a string that is given away would leak
        // hint: A string of C ends with a NUL, a `&str` does not. Something has to own the copy while the library reads it.
        // hint: `CString::new` fails for a NUL in the middle; `NonNull::new` is `None` for the library's NULL.
        let language = CString::new(language).map_err(|_| OpenError::Nul)?;
        // SAFETY: a `CString` ends with a NUL, and this one lives until the end of the function.
        let hyphens = unsafe { library::hy_open(language.as_ptr()) };
        NonNull::new(hyphens).map(Self).ok_or(OpenError::Unknown)
        // solution:end
    }

    /// The language that the hyphenator was opened for, lent by the library.
    fn language(&self) -> &CStr {
        // solution:begin
        // hint: `CStr::from_ptr` borrows for as long as the caller wants. Here the signature says for how long that is.
        // SAFETY: it was opened, and is closed in `drop` only.
        let language = unsafe { library::hy_language(self.0.as_ptr()) };
        // SAFETY: it ends with a NUL and is lent until the hyphenator is closed, which nobody can while `self` is borrowed.
        unsafe { CStr::from_ptr(language) }
        // solution:end
    }

    /// The word with a `-` between its syllables. An empty word stays empty.
    fn split(&self, word: &str) -> String {
        // solution:begin
        // hint: The library says how long its text is, and wants it back with that length.
        // hint: First a copy, then `hy_free`, then the question whether the copy is UTF-8: so no panic can come before.
        // hint: `slice::from_raw_parts(text.cast::<u8>(), length).to_vec()`, and `String::from_utf8(copy)` after `hy_free`.
        let mut length = 0;
        // SAFETY: it is open; the word is readable, and `length` is a place for a size.
        let text =
            unsafe { library::hy_split(self.0.as_ptr(), word.as_ptr().cast(), word.len(), &raw mut length) };
        if text.is_null() {
            return String::new();
        }
        // SAFETY: the library has written so many bytes.
        let copy = unsafe { slice::from_raw_parts(text.cast::<u8>(), length) }.to_vec();
        // SAFETY: it comes from `hy_split` with this length, and nothing refers to it any more.
        unsafe { library::hy_free(text, length) };
        String::from_utf8(copy).expect("words are cut at ASCII only")
        // solution:end
    }

    /// Shows the syllables to `visit`, until it breaks. A panic of `visit` comes out of here.
    fn each<B, F: FnMut(&str) -> ControlFlow<B>>(&self, word: &str, visit: F) -> ControlFlow<B> {
        let mut tour: Tour<F, B> = Tour { visit, end: None };
        // SAFETY: it is open, the word is readable, and `show::<B, F>` is called with a tour of the same types.
        unsafe {
            library::hy_each(
                self.0.as_ptr(),
                word.as_ptr().cast(),
                word.len(),
                show::<B, F>,
                (&raw mut tour).cast(),
            )
        };
        // solution:begin
        // hint: What has `show` left in the tour? There are three cases.
        match tour.end {
            None => ControlFlow::Continue(()),
            Some(End::Broken(value)) => ControlFlow::Break(value),
            Some(End::Panicked(payload)) => resume_unwind(payload),
        }
        // solution:end
    }
}

impl Drop for Hyphenator {
    fn drop(&mut self) {
        // solution:begin
        // hint: The library's functions come in pairs.
        // SAFETY: it was opened, and nobody can use it after this.
        unsafe { library::hy_close(self.0.as_ptr()) }
        // solution:end
    }
}

/// What goes through the library as `user`.
struct Tour<F, B> {
    visit: F,
    end: Option<End<B>>,
}

/// Why the visits have ended early.
enum End<B> {
    /// The closure returned `Break`.
    Broken(B),
    /// The closure panicked, with this.
    Panicked(Box<dyn Any + Send>),
}

/// What the library calls; `user` is the tour of `each`.
unsafe extern "C" fn show<B, F: FnMut(&str) -> ControlFlow<B>>(
    user: *mut c_void,
    syllable: *const c_char,
    length: usize,
) -> c_int {
    // solution:begin
    // stub: let _ = (user, syllable, length);
    // stub: 1
    // hint: Turn `user` into a `&mut Tour<F, B>`, the other two into a `&str`, and call the closure.
    // hint: An `extern "C"` function ends the process if a panic reaches its edge. `catch_unwind` returns it instead.
    // hint: `catch_unwind(AssertUnwindSafe(|| (tour.visit)(syllable)))`; note the outcome in `tour.end`, and return 1 to end.
    // SAFETY: `each` passes a tour of this type, and does not touch it until the library has returned.
    let tour = unsafe { &mut *user.cast::<Tour<F, B>>() };
    // SAFETY: the library lends so many bytes until this function returns.
    let syllable = unsafe { slice::from_raw_parts(syllable.cast::<u8>(), length) };
    let step = catch_unwind(AssertUnwindSafe(|| {
        (tour.visit)(str::from_utf8(syllable).expect("words are cut at ASCII only"))
    }));
    tour.end = match step {
        Ok(ControlFlow::Continue(())) => return 0,
        Ok(ControlFlow::Break(value)) => Some(End::Broken(value)),
        Err(payload) => Some(End::Panicked(payload)),
    };
    1
    // solution:end
}

fn english() -> Hyphenator {
    Hyphenator::open("en").expect("the library knows English")
}

#[test]
fn a_known_language_is_opened_and_closed() {
    let hyphenator = english();
    assert_eq!(library::alive(), (1, 0));
    drop(hyphenator);
    assert_eq!(library::alive(), (0, 0));
}

#[test]
fn what_cannot_be_opened_is_not_closed() {
    assert_eq!(Hyphenator::open("tlh").map(drop), Err(OpenError::Unknown));
    assert_eq!(Hyphenator::open("").map(drop), Err(OpenError::Unknown));
    assert_eq!(library::alive(), (0, 0));
}

#[test]
fn a_name_that_would_be_cut_short_is_refused() {
    assert_eq!(Hyphenator::open("en\0glish").map(drop), Err(OpenError::Nul));
}

#[test]
fn the_language_is_lent_and_not_copied() {
    let (english, german) = (english(), Hyphenator::open("de").expect("the library knows German"));
    assert_eq!((english.language(), german.language()), (c"en", c"de"));
    // SAFETY: it is open.
    let lent = unsafe { library::hy_language(german.0.as_ptr()) };
    assert_eq!(german.language().as_ptr(), lent);
}

#[test]
fn split_words_give_their_texts_back() {
    let hyphenator = english();
    for (word, split) in
        [("borrower", "bor-ro-wer"), ("C", "C"), ("lifetime", "li-fe-ti-me"), ("naïve", "naï-ve")]
    {
        assert_eq!(hyphenator.split(word), split);
        assert_eq!(library::alive(), (1, 0));
    }
}

#[test]
fn words_go_in_and_out_with_their_length() {
    let hyphenator = english();
    assert_eq!(hyphenator.split("ti\0tle"), "ti\0t-le");
    assert_eq!(hyphenator.split(&"borrower"[..6]), "bor-row");
    assert_eq!(hyphenator.split(""), "");
}

#[test]
fn what_is_not_utf_8_is_a_panic_and_no_leak() {
    let (hyphenator, mut visits) = (english(), 0);
    library::make_a_mistake();
    catch_unwind(AssertUnwindSafe(|| hyphenator.split("été"))).expect_err("half a letter is none");
    assert_eq!(library::alive(), (1, 0));
    let visit = |_: &str| -> ControlFlow<()> {
        visits += 1;
        ControlFlow::Continue(())
    };
    catch_unwind(AssertUnwindSafe(|| hyphenator.each("été", visit))).expect_err("half a letter is none");
    assert_eq!(visits, 0);
}

#[test]
fn each_syllable_is_shown_once_and_lent() {
    let (hyphenator, word) = (english(), String::from("borrower"));
    let mut seen = Vec::new();
    let outcome = hyphenator.each(&word, |syllable| {
        seen.push((syllable.to_owned(), syllable.as_ptr().addr() - word.as_ptr().addr()));
        ControlFlow::<()>::Continue(())
    });
    assert_eq!(outcome, ControlFlow::Continue(()));
    assert_eq!(seen, [("bor".into(), 0), ("ro".into(), 3), ("wer".into(), 5)]);
}

#[test]
fn a_break_ends_the_visits_and_brings_its_value() {
    let mut visits = 0;
    let long = english().each("hyphenator", |syllable| {
        visits += 1;
        if syllable.len() == 2 { ControlFlow::Break(syllable.to_owned()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((long, visits), (ControlFlow::Break("he".into()), 2));
}

#[test]
fn a_panic_goes_around_the_library() {
    let hyphenator = english();
    let mut visits = 0;
    let panic = catch_unwind(AssertUnwindSafe(|| {
        hyphenator.each("borrower", |syllable| -> ControlFlow<()> {
            visits += 1;
            std::panic::panic_any(syllable.len());
        })
    }));
    let payload = panic.expect_err("the closure panics");
    assert_eq!((payload.downcast_ref(), visits), (Some(&3_usize), 1));
    drop(hyphenator);
    assert_eq!(library::alive(), (0, 0));
}

#[test]
fn a_closure_may_ask_the_hyphenator_again() {
    let hyphenator = english();
    let mut letters = 0;
    let outcome: ControlFlow<()> = hyphenator.each("borrower", |syllable| {
        hyphenator.each(syllable, |part| {
            letters += part.len();
            ControlFlow::Continue(())
        })
    });
    assert_eq!((outcome, letters), (ControlFlow::Continue(()), 8));
}
