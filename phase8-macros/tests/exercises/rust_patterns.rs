//! # The outbox of a newsletter
//!
//! Letters are written, get a subject, and wait in an outbox until they are delivered. They are put there in batches: all
//! of a batch, or nothing of it.
//!
//! Four promises are yours to keep, each by the pattern that its types suggest. Letters and subjects cannot be cloned,
//! and nothing of them has to be.

use std::fmt;

/// A subject line: up to 60 characters, at least one, and none that would begin another header of the mail.
#[derive(Debug, PartialEq)]
pub struct Subject(String);

impl Subject {
    /// Checks a subject line. White space around it is removed; the memory of `text` stays the subject's.
    ///
    /// # Errors
    /// The text as it was, with its white space, if what is between the white space is empty, has more than 60 `char`s,
    /// or has a control character in it, such as a line break.
    pub fn new(text: String) -> Result<Self, String> {
        // solution:begin
        // hint: Look at `text.trim()` first, and change nothing before all checks have passed.
        // hint: `char::is_control` finds line breaks. `len` counts bytes; `chars().count()` does not.
        // hint: `trim().to_owned()` would be new memory. `truncate` shortens a `String` where it is, `drain` from the left.
        let mut text = text;
        let trimmed = text.trim();
        if trimmed.is_empty() || trimmed.chars().count() > 60 || trimmed.contains(char::is_control) {
            return Err(text);
        }
        text.truncate(text.trim_end().len());
        text.drain(..text.len() - text.trim_start().len());
        Ok(Self(text))
        // solution:end
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A state of a letter: it has no subject yet.
#[derive(Debug, PartialEq)]
pub struct Draft;

/// A state of a letter: it can be put into an outbox.
#[derive(Debug, PartialEq)]
pub struct Ready {
    subject: Subject,
}

#[derive(Debug, PartialEq)]
pub struct Letter<S> {
    text: String,
    state: S,
}

impl Letter<Draft> {
    pub fn new(text: String) -> Self {
        Self { text, state: Draft }
    }

    /// The letter with its subject.
    pub fn finish(self, subject: Subject) -> Letter<Ready> {
        // solution:begin
        // hint: `Self { … }` is a draft. Name the type, and move the text.
        Letter { text: self.text, state: Ready { subject } }
        // solution:end
    }
}

impl Letter<Ready> {
    pub fn subject(&self) -> &Subject {
        &self.state.subject
    }

    /// The letter as a draft again, and the subject that it had.
    pub fn reopen(self) -> (Letter<Draft>, Subject) {
        // solution:begin
        // hint: A letter has no `Drop`, so a pattern can take it apart, down to the subject.
        let Self { text, state: Ready { subject } } = self;
        (Letter::new(text), subject)
        // solution:end
    }
}

/// Why a letter was not delivered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bounce {
    /// Try again.
    Later,
    /// There is no such reader any more.
    Never,
}

#[derive(Debug, Default)]
pub struct Outbox {
    letters: Vec<Letter<Ready>>,
}

impl Outbox {
    pub fn letters(&self) -> &[Letter<Ready>] {
        &self.letters
    }

    /// A batch that begins with the letters that are there, and ends with those.
    pub fn batch(&mut self) -> Batch<'_> {
        // solution:begin
        // hint: The batch needs the list, and how long it was.
        Batch { keep: self.letters.len(), letters: &mut self.letters }
        // solution:end
    }

    /// Offers each letter to `deliver` once, in order, and returns how many were delivered.
    ///
    /// Letters that bounced for now stay, in their order. All others leave the outbox.
    pub fn flush(&mut self, deliver: impl FnMut(&Letter<Ready>) -> Result<(), Bounce>) -> usize {
        // solution:begin
        // hint: Which method of `Vec` asks a closure about each element and keeps their order?
        // hint: `retain`, with a counter outside. Each letter stays if the answer is `Err(Bounce::Later)`.
        let (mut deliver, mut delivered) = (deliver, 0);
        self.letters.retain(|letter| {
            let answer = deliver(letter);
            delivered += usize::from(answer.is_ok());
            answer == Err(Bounce::Later)
        });
        delivered
        // solution:end
    }
}

/// Letters that are put into an outbox together. Without `commit`, they are taken out again when the batch ends, however
/// it ends.
#[must_use = "a batch that is not committed is undone"]
pub struct Batch<'o> {
    letters: &'o mut Vec<Letter<Ready>>,
    /// How many letters stay when this is dropped.
    keep: usize,
}

impl Batch<'_> {
    pub fn push(&mut self, letter: Letter<Ready>) -> &mut Self {
        self.letters.push(letter);
        self
    }

    /// A batch within this one. If it is undone, this one still has what it had before; if this one is undone, so is the
    /// inner one, committed or not.
    pub fn batch(&mut self) -> Batch<'_> {
        // solution:begin
        // hint: As for the outbox, but through a reference that this batch goes on to need: reborrow it, `&mut *…`.
        Batch { keep: self.letters.len(), letters: &mut *self.letters }
        // solution:end
    }

    /// Keeps the letters of this batch, and returns how many these are.
    pub fn commit(self) -> usize {
        // solution:begin
        // hint: `self` is dropped at the end of this function, and its destructor runs. What has to be true before it does?
        // hint: If `keep` is the length of the list, there is nothing to undo.
        let mut batch = self;
        let before = std::mem::replace(&mut batch.keep, batch.letters.len());
        batch.keep - before
        // solution:end
    }
}

impl Drop for Batch<'_> {
    /// Takes out what was not committed.
    fn drop(&mut self) {
        // solution:begin
        // stub: if !std::thread::panicking() {
        // stub:     todo!()
        // stub: }
        // hint: `Vec::truncate` drops what is behind a length, and does nothing if there is nothing.
        self.letters.truncate(self.keep);
        // solution:end
    }
}

impl fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} letters, of which {} are kept", self.letters.len(), self.keep)
    }
}

fn subject(text: &str) -> Subject {
    Subject::new(text.to_owned()).expect("a test gives a subject line")
}

fn letter(text: &str) -> Letter<Ready> {
    Letter::new(text.to_owned()).finish(subject(text))
}

fn subjects(outbox: &Outbox) -> Vec<&str> {
    outbox.letters().iter().map(|letter| letter.subject().as_str()).collect()
}

#[test]
fn a_subject_is_trimmed_where_it_is() {
    for text in ["Moves", "  Moves", "Moves\n", "\t Moves and loans \r\n"] {
        let text = text.to_owned();
        let (place, trimmed) = (text.as_ptr(), text.trim().to_owned());
        let subject = Subject::new(text).expect("a subject line");
        assert_eq!(subject.as_str(), trimmed);
        assert_eq!(subject.as_str().as_ptr(), place, "{trimmed:?} is in other memory");
    }
}

#[test]
fn a_text_that_is_no_subject_comes_back_as_it_was() {
    for text in ["", " \n ", " Moves\nBcc: all ", "a\rb", "a\0b", &format!(" {} ", "ä".repeat(61))] {
        let text = text.to_owned();
        let (place, copy) = (text.as_ptr(), text.clone());
        let back = Subject::new(text).expect_err("not a subject line");
        assert_eq!((&back, back.as_ptr()), (&copy, place));
    }
}

#[test]
fn sixty_characters_are_counted_as_characters_and_without_the_white_space() {
    let longest = "ä".repeat(60);
    assert_eq!(Subject::new(format!("   {longest}   ")).expect("60 characters").as_str(), longest);
}

#[test]
fn a_letter_keeps_its_text_from_state_to_state() {
    let text = "Dear reader".to_owned();
    let place = text.as_ptr();
    let ready = Letter::new(text).finish(subject("Moves"));
    assert_eq!((ready.subject().as_str(), ready.text.as_ptr()), ("Moves", place));
    let name = ready.subject().as_str().as_ptr();
    let (draft, subject) = ready.reopen();
    assert_eq!((draft.text.as_ptr(), subject.as_str().as_ptr()), (place, name));
}

#[test]
fn a_committed_batch_stays() {
    let mut outbox = Outbox::default();
    let mut batch = outbox.batch();
    batch.push(letter("a")).push(letter("b"));
    assert_eq!(batch.commit(), 2);
    assert_eq!(outbox.batch().commit(), 0);
    let mut batch = outbox.batch();
    batch.push(letter("c"));
    assert_eq!((batch.commit(), subjects(&outbox)), (1, vec!["a", "b", "c"]));
}

#[test]
fn a_batch_that_is_left_early_is_undone() {
    fn put(outbox: &mut Outbox, texts: &[&str]) -> Result<usize, String> {
        let mut batch = outbox.batch();
        for text in texts {
            batch.push(Letter::new("Dear reader".into()).finish(Subject::new((*text).to_owned())?));
        }
        Ok(batch.commit())
    }

    let mut outbox = Outbox::default();
    assert_eq!(put(&mut outbox, &["a"]), Ok(1));
    assert_eq!(put(&mut outbox, &["b", "c", "", "d"]), Err(String::new()));
    assert_eq!(subjects(&outbox), ["a"]);
}

#[test]
fn a_panic_undoes_a_batch() {
    let mut outbox = Outbox::default();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut batch = outbox.batch();
        batch.push(letter("b"));
        panic!("the reader's name is not text");
    }));
    let message = panicked.expect_err("it panics");
    assert_eq!(message.downcast_ref::<&str>(), Some(&"the reader's name is not text"));
    assert_eq!(subjects(&outbox), Vec::<&str>::new());
}

#[test]
fn a_batch_in_a_batch_is_undone_alone_or_with_it() {
    let mut outbox = Outbox::default();
    let mut outer = outbox.batch();
    outer.push(letter("a"));
    let mut inner = outer.batch();
    inner.push(letter("b")).push(letter("c"));
    drop(inner);
    let mut inner = outer.batch();
    inner.push(letter("d"));
    assert_eq!(inner.commit(), 1);
    assert_eq!(outer.commit(), 2);
    assert_eq!(subjects(&outbox), ["a", "d"]);

    let mut outer = outbox.batch();
    let mut inner = outer.batch();
    inner.push(letter("e"));
    assert_eq!(inner.commit(), 1);
    drop(outer);
    assert_eq!(subjects(&outbox), ["a", "d"]);
}

#[test]
fn letters_that_bounced_for_now_stay_in_order() {
    let mut outbox = Outbox::default();
    let mut batch = outbox.batch();
    for text in ["a", "later b", "never c", "later d", "e", "later f"] {
        batch.push(letter(text));
    }
    batch.commit();
    let mut asked = Vec::new();
    let delivered = outbox.flush(|letter| {
        let subject = letter.subject().as_str();
        asked.push(subject.to_owned());
        match subject.split_once(' ') {
            Some(("later", _)) => Err(Bounce::Later),
            Some(_) => Err(Bounce::Never),
            None => Ok(()),
        }
    });
    assert_eq!((delivered, asked.join(", ")), (2, "a, later b, never c, later d, e, later f".to_owned()));
    assert_eq!(subjects(&outbox), ["later b", "later d", "later f"]);
    assert_eq!(outbox.flush(|_| Ok(())), 3);
    assert_eq!((outbox.flush(|_| panic!("nothing is left")), outbox.letters().len()), (0, 0));
}
