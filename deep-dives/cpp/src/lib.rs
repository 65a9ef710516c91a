//! A C++ class used from Rust, and a Rust type used from C++, through [cxx](https://cxx.rs).
//!
//! The platform's search index is C++ (`index.h`, `index.cc`). How a text becomes terms is Rust, [`Terms`], because
//! the rest of the platform splits texts with the very same code. So Rust calls C++, which calls Rust.
//!
//! C++ has no stable ABI that Rust could speak: names are mangled, objects have constructors that must not be skipped,
//! and functions throw. Everything goes over C in the end. What cxx adds is that nobody writes the two C sides by hand:
//! one module, the bridge, declares what crosses, and a macro and a build script make both sides of it. They are
//! checked against each other by two compilers: a method whose C++ signature differs does not compile.
//!
//! | crosses as | in Rust | in C++ | costs |
//! |---|---|---|---|
//! | a view of a text | `&str` | `rust::Str` | nothing: pointer and length |
//! | a shared struct, [`Hit`] | a struct | a struct of the same layout | a copy of its fields |
//! | a vector of them | `Vec<Hit>` | `rust::Vec<Hit>` | nothing: pointer, length, capacity |
//! | a C++ object | `UniquePtr<Index>` | `std::unique_ptr<Index>` | nothing: one pointer |
//! | a Rust object | `Box<Terms>` | `rust::Box<Terms>` | nothing: one pointer |
//! | a C++ string | `&CxxString` | `const std::string &` | nothing; as a `&str`, a check for UTF-8 |
//!
//! # Who owns what
//!
//! A C++ object is never a value in Rust, unless it is declared to be no more than its bytes. Rust moves a value by
//! copying them, and then forgets the old place; C++ runs a move constructor. A `std::string` that points into itself
//! would not survive Rust's way. So an `Index` lives behind a pointer, and a method that is not `const` wants a
//! `Pin<&mut Index>`, out of which safe code cannot move. For the same reason, `UniquePtr` gives no `&mut Index`:
//! `mem::swap` of two such would swap their bytes.
//!
//! Each side frees what is its own: dropping the `UniquePtr` runs the C++ destructor, which destroys the `rust::Box` in
//! it, which runs Rust's drop of the [`Terms`].
//!
//! What C++ lends is bound to the loan: [`SearchIndex::longest_term`] returns a reference into the C++ object. In C++,
//! its documentation says "until the next `add`". In Rust, it borrows the index, and the compiler holds you to it:
//!
//! ```compile_fail
//! # use deep_dives_cpp::{SearchIndex, Terms};
//! let mut index = SearchIndex::new(Terms::default());
//! let longest = index.longest_term();
//! index.add(7, "a borrowed string is changed").expect("article 7 is new");
//! println!("{longest}");
//! ```
//!
//! # What is thrown
//!
//! A function that is declared with `Result` may throw: what is derived from `std::exception` becomes [`cxx::Exception`],
//! of which only the text of `what()` is left. The other way round, an `Err` is thrown as a `rust::Error` with the text
//! of its `Display`. An error of ours that crosses twice is a text, too: what a caller should be able to tell apart must
//! be returned as a value, not thrown.
//!
//! | across the line goes | if `Result` is declared | if not |
//! |---|---|---|
//! | a C++ exception, derived from `std::exception` | `Err` | the process ends |
//! | anything else that C++ can throw, an `int` or a class of its own | the process ends | the process ends |
//! | a panic in a Rust function that C++ called | the process ends | the process ends |
//!
//! A panic never unwinds through C++, and no signature changes that. Rust code that C++ calls returns its errors.

// The bridge itself takes no such attribute. There is no other `unsafe` block in this crate.
#![expect(clippy::multiple_unsafe_ops_per_block, reason = "the glue that cxx writes is not ours to divide")]

use std::{collections::BTreeSet, error::Error, fmt, sync::Arc};

use cxx::UniquePtr;

pub use bridge::Hit;

#[cxx::bridge(namespace = "press")]
mod bridge {
    /// An article that was found. Both languages see its fields.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Hit {
        /// Its number.
        article: u64,
        /// How many times the terms occur in it.
        count: u32,
    }

    extern "Rust" {
        type Terms;
        fn split(self: &Terms, text: &str) -> Result<Vec<String>>;
    }

    // SAFETY: cxx compares each signature with the C++ declaration, which must compile against it. What remains to be
    // promised: that these functions may be called by safe code. They check their arguments, keep no reference to them
    // after they return, and what they return a reference to lives in the object, until a method that is not `const`
    // is called, which borrows the object mutably here.
    unsafe extern "C++" {
        include!("deep-dives-cpp/src/index.h");

        type Index;
        fn new_index(terms: Box<Terms>) -> UniquePtr<Index>;
        fn add(self: Pin<&mut Index>, article: u64, text: &str) -> Result<()>;
        fn search(self: &Index, query: &str) -> Result<Vec<Hit>>;
        fn length(self: &Index, article: u64) -> Result<u64>;
        // The same method once more, but nobody is told that it throws.
        #[cxx_name = "length"]
        fn length_of_known(self: &Index, article: u64) -> u64;
        fn longest_term(self: &Index) -> &CxxString;
        fn searches(self: &Index) -> u64;
    }
}

// SAFETY: an `Index` may be used and destroyed by another thread than made it, as long as it is one at a time: it keeps
// no thread-local state, and all that it owns is its own, the `Terms` too, which is `Send`: the line below this holds it
// to that.
//
// It is not `Sync`, although `search` is `const`: in C++ that is no promise about threads, and `search` counts.
unsafe impl Send for bridge::Index {}
const _: fn(Terms) -> Box<dyn Send> = |terms| Box::new(terms);

/// How a text becomes terms: lower case, without the words that are in every text.
///
/// C++ sees it as an opaque type that has a method `split`, and owns the one that it was given.
#[derive(Clone)]
pub struct Terms {
    /// Shared by all that were cloned from one.
    stop_words: Arc<BTreeSet<String>>,
    normalise: fn(&str) -> String,
}

impl Terms {
    /// Terms without `stop_words`, which are in lower case; `normalise` makes a word a term.
    ///
    /// A panic in `normalise` ends the process once an index calls it.
    pub fn new<'a>(stop_words: impl IntoIterator<Item = &'a str>, normalise: fn(&str) -> String) -> Self {
        Self { stop_words: Arc::new(stop_words.into_iter().map(Into::into).collect()), normalise }
    }

    /// The terms of `text`, in its order.
    ///
    /// # Errors
    /// If there are none.
    pub fn split(&self, text: &str) -> Result<Vec<String>, NoTerms> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let terms = words.map(self.normalise).filter(|term| !self.stop_words.contains(term));
        let terms: Vec<_> = terms.collect();
        if terms.is_empty() { Err(NoTerms { bytes: text.len() }) } else { Ok(terms) }
    }

    /// How many values share the stop words, those that C++ owns included.
    pub fn sharers(&self) -> usize {
        Arc::strong_count(&self.stop_words)
    }
}

impl Default for Terms {
    fn default() -> Self {
        Self::new(["a", "an", "and", "is", "of", "the"], str::to_lowercase)
    }
}

/// A text has no terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTerms {
    /// How long the text is.
    pub bytes: usize,
}

impl fmt::Display for NoTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no terms in {} bytes", self.bytes)
    }
}

impl Error for NoTerms {}

/// The C++ index, as the rest of the program sees it: no pins, no pointers, no names of the bridge.
pub struct SearchIndex {
    /// Never null: `new_index` returns an object or ends the process, and nothing here takes it out.
    index: UniquePtr<bridge::Index>,
}

impl SearchIndex {
    /// An empty index, which owns `terms`.
    pub fn new(terms: Terms) -> Self {
        Self { index: bridge::new_index(Box::new(terms)) }
    }

    /// Takes an article in.
    ///
    /// # Errors
    /// If `article` is in the index, or `text` has no terms; then nothing has changed.
    ///
    /// # Example: what C++ throws is an `Err`
    /// ```
    /// let mut index = deep_dives_cpp::SearchIndex::new(Default::default());
    /// index.add(7, "Borrowing across languages")?;
    /// let refused = index.add(7, "Once more").unwrap_err();
    /// assert_eq!(refused.to_string(), "article 7 is in the index already");
    /// # Ok::<(), cxx::Exception>(())
    /// ```
    pub fn add(&mut self, article: u64, text: &str) -> Result<(), cxx::Exception> {
        self.index.pin_mut().add(article, text)
    }

    /// The articles that contain every term of `query`, most frequent first, those of equal frequency by number.
    ///
    /// # Errors
    /// If `query` has no terms.
    pub fn search(&self, query: &str) -> Result<Vec<Hit>, cxx::Exception> {
        self.index.search(query)
    }

    /// How many terms an article has.
    ///
    /// # Errors
    /// If there is no such article.
    pub fn length(&self, article: u64) -> Result<u64, cxx::Exception> {
        self.index.length(article)
    }

    /// How many terms an article has that is known to be there. For one that is not, the process ends.
    ///
    /// The declaration in the bridge has no `Result`: the C++ exception has nowhere to go.
    pub fn length_of_known(&self, article: u64) -> u64 {
        self.index.length_of_known(article)
    }

    /// The longest term, or an empty text. It is C++'s own string, not a copy.
    #[expect(clippy::missing_panics_doc, reason = "C++ has no terms but those that Rust has given it")]
    pub fn longest_term(&self) -> &str {
        self.index.longest_term().to_str().expect("terms come from Rust, where a string is UTF-8")
    }

    /// How many searches there were.
    pub fn searches(&self) -> u64 {
        self.index.searches()
    }
}
