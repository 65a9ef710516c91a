//! Change two parts of one value at the same time: which borrows overlap, and how to draw the line between them.
//!
//! The lesson settles the quarter of a publishing house whose terms, titles and ledger are fields of one struct; each
//! step needs two or three of them at once. Code of this kind is often refused at first and then repaired with clones
//! or a `RefCell`; here it needs neither.
//!
//! Inside a function the borrow checker tracks *paths*: from a variable through fields, references and boxes, such as
//! `self.terms.minimum`. Two borrows conflict if one of them is mutable and the two paths are the same, or one is the
//! beginning of the other. A method call or an index ends the path, and borrows all that the path has reached:
//!
//! | expression | what is borrowed | how to get at the parts |
//! |---|---|---|
//! | `self.terms.minimum` | this path alone | |
//! | `self.pay(..)`, `house.titles_mut()` | all of `self`, while the result is used | pass or lend parts instead |
//! | `guard.titles` (`MutexGuard`, `RefMut`) | all of `guard`: `deref_mut` is a method, too | `&mut *guard`, once |
//! | `titles[0]`, `accounts.get_mut(..)` | all elements: keys are not compared | `get_disjoint_mut`, a slice pattern |
//!
//! The checker never looks into the function that is called: a signature is all that it knows, and `&mut self` says
//! "every field".

use std::{
    collections::HashMap,
    mem::{self, offset_of},
    slice::GetDisjointMutError,
    sync::Mutex,
};

/// What authors get.
///
/// `percent` is private, because a share above 100 % must not exist. So nobody outside can write
/// `Terms { minimum: 500, ..terms }` (E0451), although `minimum` is public: an update needs access to all fields, those
/// behind the `..` included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    percent: u64,
    /// Dues below it, in cents, wait for a later quarter.
    pub minimum: u64,
}

impl Terms {
    /// A share of the sales, unless it is more than all of them.
    pub fn new(percent: u64) -> Option<Self> {
        (percent <= 100).then_some(Self { percent, minimum: 0 })
    }

    /// The same terms with another minimum: the update that only this module can write.
    #[must_use]
    pub fn with_minimum(self, minimum: u64) -> Self {
        Self { minimum, ..self }
    }
}

/// A book on sale.
#[derive(Debug, PartialEq, Eq)]
pub struct Title {
    /// What is printed on the cover.
    pub name: String,
    /// Whose account is credited.
    pub author: String,
    /// The price of a copy in cents.
    pub price: u64,
    /// Copies sold since the last settlement.
    pub unsettled: u64,
    /// Rarely needed, so it is kept out of the list of titles.
    pub archive: Box<Archive>,
}

/// The past of a title.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Archive {
    /// Copies settled in all quarters.
    pub copies: u64,
    /// Numbers of copies worth a celebration, until they are reached.
    pub milestones: Vec<u64>,
}

impl Title {
    /// Moves the unsettled copies to the archive, and drops the milestones that they reach.
    ///
    /// `milestones` is borrowed mutably while the closure reads `copies`, and both are behind a [`Box`]. The compiler
    /// itself knows what `*` does to a box; any other smart pointer goes through `deref_mut`, which borrows all of it.
    pub fn close_quarter(&mut self) {
        self.archive.copies += mem::take(&mut self.unsettled);
        self.archive.milestones.retain(|milestone| *milestone > self.archive.copies);
    }

    /// The title in a new edition, and the old name, under which some readers will look for it.
    ///
    /// `..self` moves the fields that are not named before it, and only those: `author` and `archive` are gone from
    /// `self` (E0382), `name` is still there.
    ///
    /// # Example: what is not named moves, what is named stays
    /// ```
    /// use phase1_ownership::disjoint_field_borrows::Title;
    ///
    /// let first = Title {
    ///     name: "Paths".into(), author: "Ada".into(), price: 900, unsettled: 3, archive: Box::default(),
    /// };
    /// let author = first.author.as_ptr();
    /// let (second, old_name) = first.reissue("Paths, revised", 1200);
    /// assert_eq!((second.price, second.unsettled, old_name.as_str()), (1200, 3, "Paths"));
    /// assert_eq!(second.author.as_ptr(), author);
    /// ```
    pub fn reissue(self, name: &str, price: u64) -> (Self, String) {
        let next = Self { name: name.into(), price, ..self };
        (next, self.name)
    }
}

/// Who is owed what.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    accounts: HashMap<String, u64>,
}

impl Ledger {
    /// Credits `author` with `cents`.
    pub fn credit(&mut self, author: &str, cents: u64) {
        *self.accounts.entry(author.to_owned()).or_default() += cents;
    }

    /// Moves up to `cents` from one account to another and returns how many, or `None` if these are not two accounts.
    ///
    /// The names are compared first, because [`HashMap::get_disjoint_mut`] panics if two keys are equal. Its namesake
    /// for slices returns an error instead.
    pub fn transfer(&mut self, from: &str, to: &str, cents: u64) -> Option<u64> {
        if from == to {
            return None;
        }
        let [Some(from), Some(to)] = self.accounts.get_disjoint_mut([from, to]) else { return None };
        let moved = cents.min(*from);
        *from -= moved;
        *to += moved;
        Some(moved)
    }

    /// The balance of `author` in cents.
    pub fn balance(&self, author: &str) -> u64 {
        self.accounts.get(author).copied().unwrap_or_default()
    }
}

/// A publishing house: three parts, each with the methods that need nothing else.
#[derive(Debug)]
pub struct House {
    terms: Terms,
    titles: Vec<Title>,
    ledger: Ledger,
}

impl House {
    /// A house with an empty ledger.
    pub fn new(terms: Terms, titles: Vec<Title>) -> Self {
        Self { terms, titles, ledger: Ledger::default() }
    }

    /// Pays what is due for every title and returns the sum in cents.
    ///
    /// While the titles are iterated, the two other fields are lent to `pay`. Were `pay` a method of `House`, the call
    /// would need all of `self` (E0499), although it would do the same.
    pub fn settle(&mut self) -> u64 {
        let mut paid = 0;
        for title in &mut self.titles {
            paid += pay(&self.terms, title, &mut self.ledger);
        }
        paid
    }

    /// All parts at once, for callers who cannot name the private fields.
    ///
    /// The results of two methods, `titles_mut` and `ledger_mut`, could not be used together (E0499). A pattern turns
    /// the one `&mut House` into one reference a field, and as it has no `..`, a field added later must be dealt with
    /// here.
    pub fn parts_mut(&mut self) -> (&Terms, &mut [Title], &mut Ledger) {
        let Self { terms, titles, ledger } = self;
        (terms, titles, ledger)
    }

    /// Moves up to `copies` unsettled sales that were recorded for the wrong title, and returns how many.
    ///
    /// `get_disjoint_mut` checks at run time that the indices differ. Given ranges, it returns subslices.
    ///
    /// # Errors
    /// If the indices are equal, or one of them is no title's.
    pub fn rebook(&mut self, from: usize, to: usize, copies: u64) -> Result<u64, GetDisjointMutError> {
        let [from, to] = self.titles.get_disjoint_mut([from, to])?;
        let moved = copies.min(from.unsettled);
        from.unsettled -= moved;
        to.unsettled += moved;
        Ok(moved)
    }

    /// Enters a sale, or takes a returned copy back; `false` if there is no such title.
    pub fn record(&mut self, sale: &Sale) -> bool {
        let Some(title) = self.titles.get_mut(usize::from(sale.line.title)) else { return false };
        title.unsettled = if sale.returned == 0 {
            title.unsettled + u64::from(sale.line.copies)
        } else {
            title.unsettled.saturating_sub(sale.line.copies.into())
        };
        true
    }

    /// The ledger, to be read.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}

/// Pays what is due for the titles of `author` alone, in a house that several threads share.
///
/// Fields cannot be borrowed side by side through the guard (E0499): each access is a `deref_mut` of its own.
/// `&mut *guard` is one such call, and all paths start at its result.
///
/// # Panics
/// If another thread panicked while it held the house.
pub fn settle_author(house: &Mutex<House>, author: &str) -> u64 {
    let mut guard = house.lock().expect("nobody panics while holding the house");
    let House { terms, titles, ledger } = &mut *guard;
    titles.iter_mut().filter(|title| title.author == author).map(|title| pay(terms, title, ledger)).sum()
}

/// Pays what is due for one title. A function over fields asks for what it needs, and its callers keep the rest.
fn pay(terms: &Terms, title: &mut Title, ledger: &mut Ledger) -> u64 {
    let due = title.unsettled * title.price * terms.percent / 100;
    if due == 0 || due < terms.minimum {
        return 0;
    }
    ledger.credit(&title.author, due);
    title.close_quarter();
    due
}

/// A record in the log of the tills, whose firmware is written in C and is little-endian.
///
/// `repr(C)` keeps the fields in the written order, with padding where alignment demands it. Without it, the compiler
/// may choose any order, to lose less to padding. A nested struct is placed as a whole either way: no other field is
/// put in its padding, because an assignment to the nested struct may write all of its bytes.
///
/// # Example: order costs nothing by default, nesting does
/// ```
/// use phase1_ownership::disjoint_field_borrows::Sale;
///
/// struct Line { title: u16, copies: u32 }
/// struct Nested { returned: u8, line: Line, till: u8 }
/// struct Flat { returned: u8, title: u16, copies: u32, till: u8 }
///
/// assert_eq!(size_of::<Sale>(), 16); // the fields of `Nested`, but with `repr(C)`
/// // Only `repr(C)` promises a size. Today's compiler makes these 12 and 8 bytes large.
/// assert!(size_of::<Nested>() < size_of::<Sale>());
/// assert!(size_of::<Flat>() < size_of::<Nested>());
/// ```
#[repr(C)]
#[derive(Debug, PartialEq, Eq)]
pub struct Sale {
    /// 0 if the copies were sold; otherwise they came back.
    pub returned: u8,
    /// What was sold.
    pub line: Line,
    /// Where.
    pub till: u8,
}

/// The part of a record that a receipt shows.
#[repr(C)]
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// The position of the title in the list of the house.
    pub title: u16,
    /// How many of them.
    pub copies: u32,
}

impl Sale {
    /// Reads a record; `offset_of!` says where the fields are, nested ones included.
    pub fn read(record: &[u8; size_of::<Self>()]) -> Self {
        let line = Line {
            title: u16::from_le_bytes(bytes_at(record, offset_of!(Self, line.title))),
            copies: u32::from_le_bytes(bytes_at(record, offset_of!(Self, line.copies))),
        };
        Self { returned: record[offset_of!(Self, returned)], line, till: record[offset_of!(Self, till)] }
    }
}

// The firmware will not change, so a change here must not compile.
const _: () = assert!(offset_of!(Sale, line.copies) == 8 && offset_of!(Sale, till) == 12);

fn bytes_at<const N: usize>(record: &[u8], offset: usize) -> [u8; N] {
    *record[offset..].first_chunk().expect("a field does not reach beyond its struct")
}
