//! Borrows that go through calls: several parts at once, and closures that pass on what they get.
//!
//! A `&mut T` that is passed where a `&mut` is declared is reborrowed for the call (`&mut *reference`), and is there
//! afterwards. This is a courtesy to references. A struct that *contains* one is a value like any other and moves
//! (E0382). So a function that needs several parts of something, and calls itself, needs a way to lend all of them
//! again: [`Setting::reborrow`].
//!
//! A closure has its lifetimes from what it is passed to. `|text: &str| text` bound to a variable has two, one for the
//! parameter and one for the result, that nothing connects, and is refused. Where a `Fn(&str) -> &str` is expected, the
//! same closure gets the one of the expectation: as an argument, or as a function's result ([`trimmer`]).

/// A part of a book, with its own parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// As the author wrote it.
    pub title: String,
    /// Assigned by [`number`]; 0 before.
    pub page: u32,
    /// Pages of its own, without those of its parts.
    pub pages: u32,
    /// What it consists of.
    pub parts: Vec<Section>,
}

/// What the setting of a book needs everywhere: parts of different owners, some to be changed and some to be read.
///
/// A `&mut Book` cannot be passed beside a `&mut Section` of the same book. Its other parts can, one by one, or as here
/// in one parameter, in which the checker still tells them apart.
pub struct Setting<'p> {
    /// The table of contents.
    pub table: &'p mut Vec<String>,
    /// The page that comes next.
    pub page: &'p mut u32,
    /// What is done to titles before they are listed.
    pub edit: &'p dyn Fn(&str) -> &str,
}

impl Setting<'_> {
    /// The same parts, reborrowed for as long as the result is used.
    ///
    /// This is what the compiler does for a plain `&mut` in each call. The result cannot have the lifetime of the
    /// original, `Setting<'p>`: then both could be used at the same time, and each would have the same `&mut`s.
    pub fn reborrow(&mut self) -> Setting<'_> {
        Setting { table: self.table, page: self.page, edit: self.edit }
    }
}

/// Gives each section its page, the parts after their whole, and lists them.
///
/// `setting` is needed again after each call, so each call gets a loan of it. The last use may have the original.
///
/// # Example: the sections change while the table grows
/// ```
/// use phase5_lifetimes::complex_borrowing::calls::{Section, Setting, number, trimmer};
///
/// let part = Section { title: "- Loans".into(), pages: 2, ..Section::default() };
/// let mut book = [Section { title: "* Borrows".into(), pages: 3, parts: vec![part], ..Section::default() }];
/// let (mut table, mut page) = (Vec::new(), 7);
/// number(&mut book, Setting { table: &mut table, page: &mut page, edit: &trimmer(&['*', '-', ' ']) });
/// assert_eq!(table, ["Borrows 7", "Loans 10"]);
/// assert_eq!((book[0].parts[0].page, page), (10, 12));
/// ```
pub fn number(sections: &mut [Section], mut setting: Setting<'_>) {
    for section in sections {
        section.page = *setting.page;
        *setting.page += section.pages;
        setting.table.push(format!("{} {}", (setting.edit)(&section.title), section.page));
        number(&mut section.parts, setting.reborrow());
    }
}

/// A function that takes `marks` off the ends of a text.
///
/// Its result is a part of *its* argument, for every lifetime that argument may have: `for<'t> Fn(&'t str) -> &'t str`.
/// The closure learns that from this signature.
pub fn trimmer(marks: &[char]) -> impl Fn(&str) -> &str {
    move |text| text.trim_matches(marks)
}
