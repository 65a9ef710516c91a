//! Where a borrow ends, what a move takes, and how to change what you only borrow.
//!
//! Nearly every refusal of the borrow checker comes from one of four rules that the first chapters state loosely:
//!
//! | rule | what follows |
//! |---|---|
//! | a *borrow* ends at its last use | scopes play no part: `let last = v.last(); use(last); v.clear();` is fine |
//! | a *value* is dropped at the end of its scope | and a drop is a use: a guard keeps its borrow until then |
//! | a *move* takes a path, not a variable | `m.title` can go while `m.body` stays, unless `m` has a `Drop` of its own |
//! | a `&mut` that is passed on is *reborrowed* | unless the parameter's type is inferred: then the reference moves |
//!
//! The fifth thing to know is a gap: a borrow that is returned on one path of a function counts on all of its paths,
//! even on those where there is nothing to return ("problem case 3" of the
//! [NLL RFC](https://rust-lang.github.io/rfcs/2094-nll.html)). [`Remarks`] and [`Stack`] are its four ways out.
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

    /// Strikes every occurrence of `word` out of the body and counts them in one remark.
    ///
    /// The closure uses `self.remarks` and `self.body` is iterated at the same time: a closure captures the paths that
    /// it names, not the variable they start from. A method call on `self` inside of it would capture all of `self`.
    pub fn strike(&mut self, word: &str) {
        let mut struck = 0;
        let mut count = || {
            struck += 1;
            self.remarks.pop_if(|last| last.starts_with("struck "));
            self.remarks.push(format!("struck {struck} × {word}"));
        };
        let mut kept = Vec::new();
        for candidate in self.body.split_whitespace() {
            if candidate == word { count() } else { kept.push(candidate) }
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
    /// Nothing can be moved out of `*self`, because whoever lent it expects a whole value back. [`mem::take`] moves
    /// the old stage out by putting a valid one in; the new stage replaces that one a few lines later. The text is not
    /// copied, only its three words (pointer, capacity, length) are.
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
/// *drop flag* for it. It comes back after the closing note all the same: liveness decides when a borrow ends, never
/// when a value is dropped.
pub fn close_desk<'j>(loan: Loan<'j>, wanted: bool, renewed: &mut Vec<Loan<'j>>) {
    let journal = loan.journal;
    if wanted {
        renewed.push(loan);
    }
    journal.borrow_mut().push("desk closed".into());
}

/// The journal's last entry; a first one is made if there is none.
///
/// Since edition 2024 the temporaries of an `if let` are dropped before its `else` runs, and those of a function's last
/// expression before its local variables. In edition 2021 the guard of `borrow()` would still be alive in the `else`,
/// and `borrow_mut()` would panic.
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
/// `found` is returned, so its borrow must last as long as the caller likes; it starts at `get_mut`, and the checker
/// lets it last on the path where nothing was found, too.
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

    /// Second way out, ask before you borrow: `contains_key` returns no reference. A second look-up, no needless key.
    ///
    /// # Panics
    /// Never: what was missing has just been inserted.
    pub fn get(&mut self, title: &str) -> &mut Vec<String> {
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

/// A pile of sheets, linked one by one. Only here because a cursor over links meets problem case 3 in its purest form.
#[derive(Debug, Default)]
pub struct Stack {
    top: Option<Box<Sheet>>,
}

/// One sheet and what lies below it.
#[derive(Debug)]
pub struct Sheet {
    text: String,
    below: Option<Box<Sheet>>,
}

impl Stack {
    /// Puts a sheet under all others.
    ///
    /// Fourth way out, test without binding: in `while let Some(sheet) = cursor.as_mut() { cursor = &mut sheet.below }`
    /// the reborrow has to live on as the next cursor, so it counts as alive after the loop, too (E0506). `is_some`
    /// borrows for an instant, and the step borrows only when there is a next link.
    ///
    /// # Panics
    /// Never: the loop has checked what `expect` states.
    pub fn put_under(&mut self, text: &str) {
        let mut cursor = &mut self.top;
        while cursor.is_some() {
            cursor = &mut cursor.as_mut().expect("checked by the loop").below;
        }
        *cursor = Some(Box::new(Sheet { text: text.into(), below: None }));
    }

    /// The texts from the top down.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(self.top.as_deref(), |sheet| sheet.below.as_deref())
            .map(|sheet| sheet.text.as_str())
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
