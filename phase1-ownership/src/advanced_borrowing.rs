//! Where a borrow ends, what a move takes, and how to change what you only borrow.
//!
//! Most refusals of the borrow checker come from one of four rules that the first chapters state loosely. Who knows
//! them exactly can tell why a program is refused, and repair it without a `clone`:
//!
//! | rule | what follows |
//! |---|---|
//! | a *borrow* ends at its last use | scopes play no part: `let last = v.last(); use(last); v.clear();` is fine |
//! | a *value* is dropped at the end of its scope | and a drop is a use: a guard keeps its borrow until then |
//! | a *move* takes a path, not a variable | `m.title` can go while `m.body` stays, unless its type implements `Drop` |
//! | a `&mut` that is passed on is *reborrowed* | unless the parameter's type is inferred: then the reference moves |
//!
//! The fifth thing to know is a gap: a borrow that one path of a function returns is kept alive on its other paths,
//! too, even where there is nothing to return ("problem case 3" of the
//! [NLL RFC](https://rust-lang.github.io/rfcs/2094-nll.html)). [`Remarks`] and [`Sheets`] show four ways around it.
//!
//! The lesson follows a manuscript through a publishing house. It is large, so it is moved, never copied.

use std::{cell::RefCell, collections::HashMap, mem};

/// A text on its way to the press.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Manuscript {
    /// What it is filed under.
    pub title: String,
    /// The text, too large to be copied.
    pub body: String,
    /// What the proofreader wants changed.
    pub remarks: Vec<String>,
}

impl Manuscript {
    /// The title and the number of words; everything else is dropped.
    ///
    /// `title` leaves by a partial move. From there on `self` cannot be used as a whole, its other fields can, and
    /// the compiler drops field by field what is left at the end. That is why a type with its own `Drop` cannot be
    /// taken apart like this (E0509): `drop` would see a value with a hole in it.
    pub fn into_entry(self) -> (String, usize) {
        let title = self.title;
        let words = self.body.split_whitespace().count();
        (title, words)
    }

    /// Adds a remark that starts with its number.
    ///
    /// `remarks` is borrowed mutably for the call and read in its argument. That is allowed because an auto-referenced
    /// receiver is a *two-phase* borrow: reserved first, activated only when the arguments are there.
    pub fn remark(&mut self, text: &str) {
        self.remarks.push(format!("{}. {text}", self.remarks.len() + 1));
    }

    /// Strikes every occurrence of `word` out of the body, and remarks on each where it stood.
    ///
    /// The closure changes `self.remarks` while `self.body` is iterated: a closure captures the paths that it names,
    /// not the variable they start from. A method call on `self` inside of it would capture all of `self` (E0501). The
    /// body can be replaced although `kept` borrows from it, because the call of `join` is the last use of `kept`.
    pub fn strike(&mut self, word: &str) {
        let mut remark = |position| self.remarks.push(format!("struck \"{word}\", word {position}"));
        let mut kept = Vec::new();
        for (position, candidate) in (1..).zip(self.body.split_whitespace()) {
            if candidate == word { remark(position) } else { kept.push(candidate) }
        }
        self.body = kept.join(" ");
    }
}

/// Where a manuscript is. The stage owns it, so it is in one place at any time.
#[derive(Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Nothing on the desk. Also what stands in for a moment while [`advance`](Self::advance) works.
    #[default]
    Vacant,
    /// With its author.
    Writing(Manuscript),
    /// With a proofreader.
    Review {
        /// What is read.
        manuscript: Manuscript,
        /// How often it has been read, this time included.
        round: u32,
    },
    /// Ready for the press.
    Approved(Manuscript),
}

impl Stage {
    /// Moves the manuscript one stage on; with open remarks, it goes back for another round of review.
    ///
    /// Nothing can be moved out of `*self` (E0507), because whoever lent it expects a whole value back. [`mem::take`]
    /// moves the old stage out by putting a valid one in; the new stage replaces that one at the end. Of the text, only
    /// pointer, capacity and length are copied.
    ///
    /// # Example: the text stays where it is in memory
    /// ```
    /// use phase1_ownership::advanced_borrowing::{Manuscript, Stage};
    ///
    /// let draft = Manuscript { body: "It was a dark and stormy night.".into(), ..Manuscript::default() };
    /// let text = draft.body.as_ptr();
    /// let mut stage = Stage::Writing(draft);
    /// stage.advance();
    /// stage.advance();
    /// let Stage::Approved(approved) = stage else { panic!("no remarks were made") };
    /// assert_eq!(approved.body.as_ptr(), text);
    /// ```
    pub fn advance(&mut self) {
        *self = match mem::take(self) {
            Self::Writing(manuscript) => Self::Review { manuscript, round: 1 },
            Self::Review { manuscript, .. } if manuscript.remarks.is_empty() => Self::Approved(manuscript),
            Self::Review { mut manuscript, round } => {
                manuscript.remarks.clear();
                Self::Review { manuscript, round: round + 1 }
            }
            settled @ (Self::Vacant | Self::Approved(_)) => settled,
        };
    }
}

/// What is on loan: it writes into the journal when it comes back, that is, when it is dropped.
#[derive(Debug)]
pub struct Loan<'j> {
    title: String,
    journal: &'j RefCell<Vec<String>>,
}

impl<'j> Loan<'j> {
    /// Lends the manuscript filed under `title`.
    pub fn new(title: &str, journal: &'j RefCell<Vec<String>>) -> Self {
        Self { title: title.into(), journal }
    }

    /// Ends the loan without an entry in the journal, and returns the title.
    ///
    /// The field cannot be moved out of a type with `Drop`, but it can be taken: `drop` then finds an empty title.
    pub fn forfeit(mut self) -> String {
        mem::take(&mut self.title)
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        if !self.title.is_empty() {
            self.journal.borrow_mut().push(format!("{} is back", self.title));
        }
    }
}

/// Renews the loan if it is wanted for longer, and notes that the desk is closing.
///
/// Whether `loan` is still here at the closing brace is known only at run time, so the compiler keeps a hidden
/// *drop flag* for it. If it is still here, it comes back after the note, although its last use comes before: the last
/// use decides when a borrow ends, and never when a value is dropped.
pub fn close_desk<'j>(loan: Loan<'j>, wanted: bool, renewed: &mut Vec<Loan<'j>>) {
    let journal = loan.journal;
    if wanted {
        renewed.push(loan);
    }
    journal.borrow_mut().push("desk closed".into());
}

/// The journal's last entry; a first one is made if there is none.
///
/// The guard that `borrow()` returns is a temporary of the `if let`. Since edition 2024 it is dropped before the `else`
/// runs; in edition 2021 it would still be alive there, and `borrow_mut()` would panic. The same edition lets the
/// temporaries of a block's last expression go before its local variables, from which they may borrow (E0597 in 2021).
pub fn last_entry(journal: &RefCell<Vec<String>>) -> String {
    if let Some(last) = journal.borrow().last() {
        last.clone()
    } else {
        journal.borrow_mut().push("opened".into());
        "opened".into()
    }
}

/// Remarks by title: three ways to return "the one that is there, or else a new one".
///
/// The obvious `if let Some(found) = map.get_mut(title) { return found }` followed by an insertion is refused (E0499).
/// `found` is returned, so its borrow must last as long as the caller likes. It starts at `get_mut`, and the checker
/// keeps it alive from there on, also on the path where nothing was found.
#[derive(Debug, Default)]
pub struct Remarks {
    by_title: HashMap<String, Vec<String>>,
    by_reader: Vec<(String, u32)>,
}

impl Remarks {
    /// First way out, the entry: one look-up, but the key must be owned, even when it is there already.
    pub fn entry(&mut self, title: &str) -> &mut Vec<String> {
        self.by_title.entry(title.to_owned()).or_default()
    }

    /// Second way out, ask before you borrow: `contains_key` returns no reference. More look-ups, but no needless key.
    ///
    /// # Panics
    /// Never: what was missing has just been inserted.
    pub fn get_or_insert(&mut self, title: &str) -> &mut Vec<String> {
        if !self.by_title.contains_key(title) {
            self.by_title.insert(title.to_owned(), Vec::new());
        }
        self.by_title.get_mut(title).expect("inserted if it was missing")
    }

    /// Third way out, an index: it is a number, so it borrows nothing while the list grows.
    pub fn count_of(&mut self, reader: &str) -> &mut u32 {
        match self.by_reader.iter().position(|(name, _)| name == reader) {
            Some(index) => &mut self.by_reader[index].1,
            None => &mut self.by_reader.push_mut((reader.to_owned(), 0)).1,
        }
    }
}

/// The sheets of a proof by page number, each linked to the next: with a cursor, the gap is met without any `return`.
#[derive(Debug, Default)]
pub struct Sheets {
    first: Option<Box<Sheet>>,
}

#[derive(Debug)]
struct Sheet {
    page: u32,
    next: Option<Box<Sheet>>,
}

impl Sheets {
    /// Puts a sheet behind all whose number is not higher.
    ///
    /// Fourth way out, test without binding. In `while let Some(sheet) = cursor && sheet.page <= page`, followed by
    /// `cursor = &mut sheet.next`, a `sheet` that passes the test becomes the next cursor. So its borrow is kept alive
    /// after the loop, even if it was a `sheet` that failed the test and ended it (E0506). `is_some_and` borrows for an
    /// instant, and the step borrows only when it is certain.
    ///
    /// A walk to the very end has no such problem: `while let Some(sheet) = cursor` holds no borrow when it ends,
    /// because there is no `sheet` then.
    ///
    /// # Panics
    /// Never: the loop has checked what `expect` states.
    pub fn insert(&mut self, page: u32) {
        let mut cursor = &mut self.first;
        while cursor.as_ref().is_some_and(|sheet| sheet.page <= page) {
            cursor = &mut cursor.as_mut().expect("checked by the loop").next;
        }
        let next = cursor.take();
        *cursor = Some(Box::new(Sheet { page, next }));
    }

    /// The page numbers in their order.
    pub fn pages(&self) -> impl Iterator<Item = u32> {
        std::iter::successors(self.first.as_deref(), |sheet| sheet.next.as_deref()).map(|sheet| sheet.page)
    }
}

/// Numbers the sections of a text, the sections of those, and so on: `sections` are names and their depths.
///
/// `out` is used again after each call, because passing a `&mut Vec` where one is expected reborrows it (`&mut *out`)
/// for the call. Where the parameter is a plain `T`, there is nothing to tell the compiler that a reborrow would do,
/// and `out` would move (E0382).
///
/// # Example: deeper levels restart when a section above them begins
/// ```
/// use phase1_ownership::advanced_borrowing::number_sections;
///
/// let mut numbered = Vec::new();
/// number_sections(&[("Moves", 0), ("Partial", 1), ("Borrows", 0), ("Two-phase", 1)], &mut numbered);
/// assert_eq!(numbered, ["1 Moves", "1.1 Partial", "2 Borrows", "2.1 Two-phase"]);
/// ```
pub fn number_sections(sections: &[(&str, usize)], out: &mut Vec<String>) {
    number_below("", 0, sections, out);
}

fn number_below(prefix: &str, depth: usize, sections: &[(&str, usize)], out: &mut Vec<String>) {
    // A section reaches up to the next one at its own depth.
    for (number, group) in (1..).zip(sections.chunk_by(|_, (_, next)| *next > depth)) {
        let Some(((name, _), inner)) = group.split_first() else { continue };
        out.push(format!("{prefix}{number} {name}"));
        number_below(&format!("{prefix}{number}."), depth + 1, inner, out);
    }
}
