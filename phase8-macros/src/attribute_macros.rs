//! `#[retry(times = 3)]` and `#[traced(journal)]`: macros that replace the item that they stand on.
//!
//! A derive adds; an attribute macro gets the item, and what it returns is all that is left of it. After this lesson
//! you can wrap a function without touching what callers see of it, refuse a wrong use without a second error, and say
//! which of two attributes is inside of the other.
//!
//! | what must survive | how |
//! |---|---|
//! | docs, `#[inline]`, `#[unsafe(no_mangle)]`, other macros | all attributes are passed on, read or not |
//! | `pub`, `async`, `unsafe`, generics, lifetimes, `self` | the signature is passed on; only the body is new |
//! | `return` and `?` in the body | the body becomes a closure or an async block, and they leave that one |
//! | what the compiler says about the body | the return type, if it has a name, is written again: for the closure or the block |
//! | a body in syntax of next year | it is passed on as tokens, unparsed |
//! | the item itself, when the arguments are wrong | it is returned as it came, with a `compile_error!` beside it |
//!
//! The logic is `phase8_expand::attribute_macros`. This library has what the expansions call: the less a macro writes,
//! the more is left to code that is tested, stepped through and documented like any other.
//!
//! # Order
//!
//! - `cfg` first, wherever it stands in the list: an item that is configured out meets no macro, not even the ones
//!   above the `cfg`. Inside of the item it is the other way round. An attribute macro gets the `#[cfg]` of a parameter
//!   or of a statement as tokens, and has to leave them there.
//! - Then the macros, from top to bottom. Each gets an item that still has the attributes below it. Of two that wrap
//!   the body, the one applied last is the outer one when the program runs: `#[retry(…)] #[traced(…)]` is one entry in
//!   the journal for all attempts, `#[traced(…)] #[retry(…)]` one for each.
//!
//! # Arguments
//!
//! The two inputs are different things: the arguments are whatever stands in the parentheses, the item has been parsed
//! by the compiler before. An argument may be a whole expression. `between = |attempt| …` is put into the function, so
//! it can name the parameters and `self`. It cannot name the locals of the expansion, even if they are spelled the
//! same: a local belongs to whoever wrote it.
//!
//! # Attributes that are no macros
//!
//! `#[unsafe(no_mangle)]` says that its author has checked what the compiler cannot: that no other symbol has this
//! name. Edition 2024 demands the word. `#[diagnostic::on_unimplemented]` gives [`Outcome`] its own message. What
//! stands in the `diagnostic` namespace is a hint: one that the compiler does not know is a warning, never an error.

use std::{
    ops::ControlFlow,
    sync::{Mutex, PoisonError},
};

pub use phase8_proc_macros::{retry, traced};

/// What an attempt ends with.
///
/// `#[retry]` cannot know whether a function's type is a `Result`: it sees how the type is spelled, and `io::Result` is
/// an alias. So it does not look, and this bound does.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` does not say whether it has failed",
    label = "nothing to retry",
    note = "return a `Result` or an `Option`, or implement `Outcome`"
)]
pub trait Outcome {
    /// Whether another attempt makes sense.
    fn failed(&self) -> bool;
}

impl<T, E> Outcome for Result<T, E> {
    fn failed(&self) -> bool {
        self.is_err()
    }
}

impl<T> Outcome for Option<T> {
    fn failed(&self) -> bool {
        self.is_none()
    }
}

/// Calls `attempt` until it has not failed, at most `times` times and at least once; the last outcome is returned.
///
/// After each failure but the last, `between` gets the number of the attempt. To wait there is the caller's business:
/// nothing in here knows a clock, so a test need not wait.
///
/// # Example: what `#[retry]` expands to
/// ```
/// use phase8_macros::attribute_macros::{again, retry};
///
/// #[retry(times = 3, between = |attempt| pauses.push(attempt))]
/// fn derived(answers: &mut Vec<Option<u32>>, pauses: &mut Vec<u32>) -> Option<u32> {
///     answers.pop()?
/// }
///
/// fn by_hand(answers: &mut Vec<Option<u32>>, pauses: &mut Vec<u32>) -> Option<u32> {
///     again(3, || -> Option<u32> { answers.pop()? }, |attempt| pauses.push(attempt))
/// }
///
/// for function in [derived, by_hand] {
///     let (mut answers, mut pauses) = (vec![Some(9), Some(5), None, None], Vec::new());
///     assert_eq!(function(&mut answers, &mut pauses), Some(5));
///     assert_eq!((answers, pauses), (vec![Some(9)], vec![1, 2]));
/// }
/// ```
pub fn again<O: Outcome>(times: u32, mut attempt: impl FnMut() -> O, mut between: impl FnMut(u32)) -> O {
    let mut attempts = Attempts::of(times);
    loop {
        match attempts.judge(attempt()) {
            ControlFlow::Break(outcome) => return outcome,
            ControlFlow::Continue(failed) => between(failed),
        }
    }
}

/// How many attempts were made, and whether there is to be another one.
///
/// # Example: an `async fn` stays an `async fn`
/// ```
/// use std::task::{Context, Poll, Waker};
/// use phase8_macros::attribute_macros::retry;
///
/// #[retry(times = 2)]
/// async fn receive(lines: &mut Vec<&'static str>) -> Result<u32, std::num::ParseIntError> {
///     Ok(lines.pop().unwrap_or_default().parse()?)
/// }
///
/// let mut lines = vec!["7", "seven"];
/// let received = std::pin::pin!(receive(&mut lines)).poll(&mut Context::from_waker(Waker::noop()));
/// assert_eq!(received, Poll::Ready(Ok(7)));
/// ```
#[derive(Debug)]
pub struct Attempts {
    made: u32,
    times: u32,
}

impl Attempts {
    /// None made yet, at most `times` to make.
    pub fn of(times: u32) -> Self {
        Self { made: 0, times }
    }

    /// Counts an attempt. It breaks with the outcome if that is the last word, and continues with the number of the
    /// attempt if there is to be another one.
    pub fn judge<O: Outcome>(&mut self, outcome: O) -> ControlFlow<O, u32> {
        self.made += 1;
        if outcome.failed() && self.made < self.times {
            ControlFlow::Continue(self.made)
        } else {
            ControlFlow::Break(outcome)
        }
    }
}

/// What was called, and when it was over, in order. Several threads may write.
#[derive(Debug, Default)]
pub struct Journal(Mutex<Vec<String>>);

impl Journal {
    /// Writes down that `name` begins; its end is written when the result is dropped.
    ///
    /// # Example: every way out of a function is an end
    /// ```
    /// use phase8_macros::attribute_macros::{Journal, traced};
    ///
    /// #[traced(journal)]
    /// fn publish(journal: &Journal, text: &str) -> Option<char> {
    ///     let first = text.chars().next()?;
    ///     Some(first.to_ascii_uppercase())
    /// }
    ///
    /// let journal = Journal::default();
    /// assert_eq!([publish(&journal, ""), publish(&journal, "a")], [None, Some('A')]);
    /// assert_eq!(journal.entries(), ["begin publish", "end publish", "begin publish", "end publish"]);
    /// ```
    #[must_use = "the call ends when this is dropped"]
    pub fn enter(&self, name: &'static str) -> Call<'_> {
        self.write("begin", name);
        Call { journal: self, name }
    }

    /// Everything so far.
    pub fn entries(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn write(&self, what: &str, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{what} {name}"));
    }
}

/// A call that is not over.
#[derive(Debug)]
pub struct Call<'j> {
    journal: &'j Journal,
    name: &'static str,
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        self.journal.write("end", self.name);
    }
}

/// Another newspaper's articles, fetched over a line that drops some of them.
#[derive(Debug)]
pub struct Mirror<L> {
    line: L,
    /// The pauses that were made, each after so many attempts; a real mirror has a timer here.
    pub pauses: Vec<u32>,
}

/// Where articles come from.
pub trait Line {
    /// What can go wrong.
    type Error;

    /// The article of this number.
    ///
    /// # Errors
    /// If the line drops it.
    fn article(&mut self, number: u32) -> Result<String, Self::Error>;
}

impl<L: Line> Mirror<L> {
    /// A mirror at the end of this line.
    pub fn new(line: L) -> Self {
        Self { line, pauses: Vec::new() }
    }

    /// The article's first line, after at most three attempts.
    ///
    /// The body and the argument each become a closure, and both are alive at the same time. That is no conflict: one
    /// captures `self.line`, the other `self.pauses`.
    ///
    /// # Errors
    /// The last attempt's, if all three fail.
    #[retry(times = 3, between = |attempt| self.pauses.push(attempt))]
    pub fn headline(&mut self, number: u32) -> Result<String, L::Error> {
        let article = self.line.article(number)?;
        Ok(article.lines().next().unwrap_or_default().to_owned())
    }

    /// [`Mirror::headline`], without the macro.
    ///
    /// # Errors
    /// The same.
    pub fn headline_by_hand(&mut self, number: u32) -> Result<String, L::Error> {
        let mut attempt = 1;
        loop {
            match self.line.article(number) {
                Ok(article) => return Ok(article.lines().next().unwrap_or_default().to_owned()),
                Err(error) if attempt == 3 => return Err(error),
                Err(_) => self.pauses.push(attempt),
            }
            attempt += 1;
        }
    }
}
