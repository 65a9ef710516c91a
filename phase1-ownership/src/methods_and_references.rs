//! What a signature lends, to whom and for how long: receivers, results that borrow, and how a method is found.
//!
//! Whether callers may read on while they hold a result, chain calls, or share a value and still change it is decided by
//! the signatures of the methods, not by their bodies. Here you learn to choose a receiver and a result's lifetime, and
//! to predict which method a call finds. The lesson is a galley: a long column of type that is read, marked, corrected,
//! and then locked up for the press.
//!
//! | receiver | what the caller gives | typical use |
//! |---|---|---|
//! | none | nothing; called by path, [`Galley::set`] | constructors |
//! | `&self` | a shared look; others may look meanwhile | reading, and changes inside of a `Cell` |
//! | `&mut self` | exclusive access, as long as the result borrows | changes |
//! | `self`, `mut self` | the value itself; `mut` is the body's own affair | changes of state that end the old one |
//! | `self: Rc<Self>`, `Arc`, `Box`, `Pin` | the pointer, too | keeping a share; consuming a `Box<dyn Trait>` |
//!
//! "Immutable" and "mutable" are nicknames: what the two references say is *shared* and *exclusive*. A shared one does
//! not forbid all changes: what is in a [`Cell`] can be changed through it ([`Galley::mark`]). Three rules decide the
//! rest:
//!
//! - **An elided lifetime in a result is that of `&self` or `&mut self`**, whatever the body does ([`Proof::read`]).
//! - **Such a result keeps the receiver's borrow, and its kind.** A `&str` from `&mut self` excludes everyone else until
//!   its last use ([`Galley::insert`]).
//! - **Look-up goes by the receiver first, by the method's origin second.** It walks from the receiver's type to what
//!   that dereferences to, and so on, and in the end from an array to a slice. At each step `T` it asks for a method
//!   that takes `T`, then for one that takes `&T`, then `&mut T`; each time, inherent methods come before those of
//!   traits. The first match wins, even if a later one would fit better ([`Galley::reflow`]).

use std::{cell::Cell, rc::Rc};

/// What a proofreader writes beside a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Something is there twice, or should not be there.
    Delete,
    /// Something is missing.
    Insert,
    /// Two things have changed places.
    Transpose,
}

/// A column of type that is open to corrections.
#[derive(Debug, Default)]
pub struct Galley {
    lines: Vec<String>,
    /// Marks that wait for their correction, by kind. In a cell, because those who mark only read the text.
    marks: Cell<[u32; 3]>,
}

impl Galley {
    /// Sets `text` in lines of at most `width` characters; a longer word has a line of its own.
    pub fn set(text: &str, width: usize) -> Self {
        let mut galley = Self::default();
        wrap(text, width, &mut galley.lines);
        galley
    }

    /// The galley with a first line above the others.
    ///
    /// It takes the galley and gives it back, so it goes on from a temporary: `Galley::set(…).headed(…)` can be bound
    /// to a variable. A `&mut self -> &mut Self` would lend that temporary, which is gone after the statement (E0716).
    pub fn headed(mut self, heading: &str) -> Self {
        self.insert(0, heading);
        self
    }

    /// The number of lines.
    pub fn depth(&self) -> usize {
        self.lines.len()
    }

    /// Puts `line` before the line that has the number `at`, and returns the number after it, the place for the next.
    ///
    /// The result is a number on purpose. A `&str` to the new line would be harmless to look at, but it would come from
    /// `&mut self`, and the galley could not even be read until its last use (E0502).
    ///
    /// # Panics
    /// If `at` is greater than [`depth`](Self::depth).
    ///
    /// # Example: an argument may read the receiver, but not change it
    /// ```
    /// use phase1_ownership::methods_and_references::Galley;
    ///
    /// let mut galley = Galley::set("Call me Ishmael.", 8);
    /// // The receiver's `&mut` is two-phase: reserved here, active only when the arguments are there.
    /// let next = galley.insert(galley.depth(), "Some");
    /// // `galley.insert(galley.insert(2, "Some"), "years")` is refused (E0499): a reservation admits readers only.
    /// // Through a guard, not even those: `deref_mut` must run first (E0502).
    /// galley.insert(next, "years");
    /// assert_eq!(galley.depth(), 4);
    /// ```
    pub fn insert(&mut self, at: usize, line: &str) -> usize {
        self.lines.insert(at, line.to_owned());
        at + 1
    }

    /// Takes one `mark` off and lends the line that it stood beside; `None`, and no change, if there is no such line.
    ///
    /// Here the freeze is what we want: while the line is being corrected, nobody can read the galley or renumber it.
    /// And with `&mut self` the [`Cell`] is no obstacle: [`Cell::get_mut`] returns a plain `&mut`, because an exclusive
    /// reference proves that nobody else is there.
    pub fn correct(&mut self, number: usize, mark: Mark) -> Option<&mut String> {
        let line = self.lines.get_mut(number)?;
        let open = &mut self.marks.get_mut()[mark as usize];
        *open = open.saturating_sub(1);
        Some(line)
    }

    /// Adds a mark. `&self`, so that marks can be made by those who hold lines, and by several in turn.
    ///
    /// A shared `Cell` hands out no references to its content, so there is nothing that a change could invalidate; a
    /// plain `u32` could not be added to (E0594). [`Cell::as_array_of_cells`] makes each count a cell of its own.
    pub fn mark(&self, mark: Mark) {
        self.marks.as_array_of_cells()[mark as usize].update(|open| open + 1);
    }

    /// The open marks, in the order of [`Mark`]'s variants, as one copy.
    pub fn open_marks(&self) -> [u32; 3] {
        self.marks.get()
    }

    /// A pen to mark with. It owns a share of the galley, and from `&self` there is no way to the `Rc` around it. To keep
    /// your own share, call `Rc::clone(&galley).pen()`.
    pub fn pen(self: Rc<Self>) -> impl Fn(Mark) {
        move |mark| self.mark(mark)
    }

    /// Sets the same text again, in lines of at most `width` characters.
    ///
    /// # Example: an inherent method can lose to a trait's
    /// ```
    /// use phase1_ownership::methods_and_references::Galley;
    ///
    /// trait Preview {
    ///     fn reflow(&self, width: usize) -> String;
    /// }
    ///
    /// impl Preview for Galley {
    ///     fn reflow(&self, width: usize) -> String {
    ///         format!("would be {width} wide")
    ///     }
    /// }
    ///
    /// let mut galley = Galley::set("Call me Ishmael.", 8);
    /// // Tried first: `Galley` (nothing), then `&Galley` (the trait). `&mut Galley` is never reached.
    /// assert_eq!(galley.reflow(40), "would be 40 wide");
    /// // From a reference, `&mut Galley` is the first step, and the inherent method the first match.
    /// let exclusive = &mut galley;
    /// let () = exclusive.reflow(40);
    /// assert_eq!(galley.depth(), 1);
    /// // A path leaves nothing to look up: inherent methods come first whatever they take.
    /// Galley::reflow(&mut galley, 8);
    /// assert_eq!(galley.depth(), 2);
    /// ```
    pub fn reflow(&mut self, width: usize) {
        let text = self.lines.join(" ");
        self.lines.clear();
        wrap(&text, width, &mut self.lines);
    }

    /// A proof to read, from the first line on.
    ///
    /// `Proof` without `<'_>` would hide that it borrows, and the lint `mismatched_lifetime_syntaxes` would warn.
    pub fn proof(&self) -> Proof<'_> {
        Proof { galley: self, unread: &self.lines }
    }

    /// Ends the corrections: the lines move into a forme, and the galley is gone for its owner (E0382).
    ///
    /// # Errors
    /// The galley itself, if a mark is open. A consuming method that can fail gives back what it was given, or the
    /// caller has lost it.
    pub fn lock_up(self) -> Result<Forme, Self> {
        if self.marks.get() == [0; 3] { Ok(Forme { lines: self.lines }) } else { Err(self) }
    }
}

/// Type ready for the press. It has no method that takes `&mut self`, and none that leads back to a galley.
#[derive(Debug)]
pub struct Forme {
    lines: Vec<String>,
}

impl Forme {
    /// The lines. A slice and not a `&Vec`: that they are in a `Vec` is nobody's business, and a caller loses nothing.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }
}

/// A pass over the lines of a galley. While it lasts, the galley can be read and marked, but not corrected.
#[derive(Debug)]
pub struct Proof<'g> {
    galley: &'g Galley,
    unread: &'g [String],
}

impl<'g> Proof<'g> {
    /// The next line.
    ///
    /// `&mut self`, because the proof moves on; no line changes. Two lifetimes are at work: the result lives as long as
    /// the galley is lent, `'g`, and not only until the next call, which is what `Option<&str>` would say. Nor is it
    /// `&'g mut self`: that would lend the proof for as long as it exists, so it could be read once (E0499).
    ///
    /// # Example: earlier lines can be kept while reading on
    /// ```
    /// use phase1_ownership::methods_and_references::Galley;
    ///
    /// let galley = Galley::set("Call me Ishmael.", 8);
    /// let mut proof = galley.proof();
    /// let (first, second) = (proof.read(), proof.read());
    /// assert_eq!(proof.read(), None);
    /// assert_eq!((first, second), (Some("Call me"), Some("Ishmael.")));
    /// ```
    pub fn read(&mut self) -> Option<&'g str> {
        let (line, unread) = self.unread.split_first()?;
        self.unread = unread;
        Some(line)
    }

    /// Reads on to the next line that begins with the word that the line above ended with, marks it for deletion and
    /// returns the word. The line itself is still unread.
    pub fn next_doubling(&mut self) -> Option<&'g str> {
        let mut above = self.read()?;
        loop {
            let below = self.unread.first()?;
            if let Some(word) = doubled(above, below) {
                self.galley.mark(Mark::Delete);
                return Some(word);
            }
            above = self.read()?;
        }
    }
}

/// The last word of `above`, if `below` begins with it.
///
/// Two references and no receiver: there is no lifetime to elide to (E0106). Naming one is a decision. The word comes
/// from `above`, so `below` has no part in `'a` and may be gone while the word is still used.
pub fn doubled<'a>(above: &'a str, below: &str) -> Option<&'a str> {
    let word = above.split_whitespace().next_back()?;
    (below.split_whitespace().next() == Some(word)).then_some(word)
}

/// Adds lines, therefore a `&mut Vec`; with a `&mut [String]` it could change lines, but not their number.
fn wrap(text: &str, width: usize, lines: &mut Vec<String>) {
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
}
