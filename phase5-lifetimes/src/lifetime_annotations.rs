//! What a lifetime in a signature says, which ones may stand in for others, and when none is needed at all.
//!
//! After this lesson you can read `'a`, `'r: 't`, `T: 'static` and `for<'t>` as statements about callers, write no more
//! of them than a function needs, and predict which types let a lifetime be shortened. The lesson checks articles
//! against the rules of a publishing house. Some rules are built in and last for ever; others come from a file that may
//! be gone before the article is, or after it.
//!
//! A name such as `'a` *relates*: it stands for a stretch of the program that the caller's borrows must cover. It never
//! extends anything. No value lives longer because of what is written; a program is refused if no choice of stretches
//! satisfies all that is written.
//!
//! | written | says | here |
//! |---|---|---|
//! | `'t` on a parameter and the result | the result may be a part of what this parameter borrows | [`find`] |
//! | `'r: 't` | `'r` lasts at least as long as `'t`, so the one reference can be given for the other | [`Finding::suggestion`] |
//! | `T: 'c` | no reference in a `T` ends before `'c` does | [`Checks::add`] |
//! | `T: 'static` | no reference in a `T` ever ends, so a `T` may be kept for any time; an owned `String` qualifies | [`Overnight::add`] |
//! | `for<'t> Fn(&'t str)` | can be called with every lifetime, also with those that begin later | [`Checks`] |
//! | `'_` | there is a lifetime here, and nothing else needs its name | [`rules`] |
//!
//! Where a longer lifetime may stand in for a shorter one is not decided by the lifetime but by the type around it. The
//! compiler derives this *variance* from what a type's fields could do with a reference:
//!
//! | the type holds `'a` as | and may be used as if `'a` were | because |
//! |---|---|---|
//! | `&'a T`, `&'a mut T`, `Vec<&'a T>`, `fn() -> &'a T`, `Box<dyn Trait + 'a>` | shorter (*covariant*) | whoever takes the reference out may ask for less than there is |
//! | `fn(&'a T)` | longer (*contravariant*) | a function that needs `'a` is content with more |
//! | `Cell<&'a T>`, `&mut Vec<&'a T>`, `Box<dyn Fn(&'a T)>` | neither (*invariant*) | the reference could come out or go in; of what stands in a `dyn` type this is assumed |
//!
//! # Example: none of these would compile without variance
//! ```
//! # use phase5_lifetimes::lifetime_annotations::{Checks, Rule};
//! fn covariant<'short>(rules: Vec<Rule<'static>>) -> Vec<Rule<'short>> {
//!     rules
//! }
//! fn covariant_bound<'short>(checks: Checks<'static>) -> Checks<'short> {
//!     checks
//! }
//! fn contravariant<'short>(print: fn(Rule<'short>)) -> fn(Rule<'static>) {
//!     print
//! }
//! ```

use std::{cell::RefCell, fmt};

/// A word that is not to be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule<'r> {
    /// As it would stand in an article.
    pub avoid: &'r str,
    /// What to print instead, if there is such a word.
    pub instead: Option<&'r str>,
}

const HOUSE: [Rule<'static>; 2] =
    [Rule { avoid: "utilise", instead: Some("use") }, Rule { avoid: "synergy", instead: None }];

/// The rules of the house, then those of a file, one in each line: `leverage -> use`, or only the word to avoid.
///
/// One vector has both. The house's are `Rule<'static>`; they become as short-lived as the file, because [`Rule`] is
/// covariant. No text is copied, and no bound is needed. `'_` is the lifetime of `file`.
pub fn rules(file: &str) -> Vec<Rule<'_>> {
    let parse = |line| match str::split_once(line, " -> ") {
        Some((avoid, instead)) => Rule { avoid, instead: Some(instead) },
        None => Rule { avoid: line, instead: None },
    };
    HOUSE.into_iter().chain(file.lines().filter(|line| !line.is_empty()).map(parse)).collect()
}

/// A place in an article, and what a rule says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding<'t, 'r> {
    /// A part of the article.
    pub place: &'t str,
    /// A part of the rules.
    pub instead: Option<&'r str>,
}

/// All places in `text` that a rule forbids, in the order of the text.
///
/// Three lifetimes, because callers part with three things at different times. `'t` and `'r` are in the result, so the
/// text and the file of the rules stay. The slice has a lifetime without a name: the vector of rules may go first. With
/// one name for all, everything would have to stay as long as any of it is used (E0597).
///
/// # Example: the vector of rules is gone, the findings are not
/// ```
/// use phase5_lifetimes::lifetime_annotations::{find, rules};
///
/// let file = String::from("leverage -> use");
/// let findings = find("We leverage a synergy.", &rules(&file));
/// assert_eq!(findings.len(), 2);
/// assert_eq!((findings[0].place, findings[0].instead), ("leverage", Some("use")));
/// ```
pub fn find<'t, 'r>(text: &'t str, rules: &[Rule<'r>]) -> Vec<Finding<'t, 'r>> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .filter_map(|place| {
            let rule = rules.iter().find(|rule| rule.avoid == place)?;
            Some(Finding { place, instead: rule.instead })
        })
        .collect()
}

impl<'t, 'r> Finding<'t, 'r> {
    /// What to print: the rule's word, or the text's own if the rule has none.
    ///
    /// A value of one type comes from either of two loans, so one must be able to stand in for the other: `'r: 't`.
    /// Without the bound this function is refused, not its callers. They rarely notice the bound: if their rules go
    /// before the text does, the finding is taken for one with a shorter `'t`, because it is covariant.
    pub fn suggestion(self) -> &'t str
    where
        'r: 't,
    {
        self.instead.unwrap_or(self.place)
    }

    /// The same, lent by the finding.
    ///
    /// No bound is written, and yet one is used: a `&'s Finding<'t, 'r>` exists only where `'t: 's` and `'r: 's`, so
    /// both may be assumed. Such *implied bounds* are one reason why most signatures need no `:`; covariance is another.
    pub fn preview(&self) -> &str {
        self.instead.unwrap_or(self.place)
    }
}

impl fmt::Display for Finding<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.instead {
            Some(instead) => write!(f, "{} → {instead}", self.place),
            None => write!(f, "{}?", self.place),
        }
    }
}

/// The abbreviations that were used so far, in one article or in several of the same issue.
///
/// `RefCell<Vec<&'t str>>` makes it invariant, and for a reason. If `'t` could be shortened behind a `&Mentions`, that
/// would be enough to put in a word of an article that is dropped soon, and the owner would still have the word. So every
/// article must live until the last use of the `Mentions` (E0597).
#[derive(Debug, Default)]
pub struct Mentions<'t> {
    seen: RefCell<Vec<&'t str>>,
}

impl<'t> Mentions<'t> {
    /// The abbreviations in `text` that were not mentioned before: those that need an explanation.
    ///
    /// `&self`, so that several readers can share what was mentioned. With `&mut self`, a plain `Vec` would do in place
    /// of the cell, and `Mentions` would be covariant. A `&mut Mentions` would still not be: behind it, somebody waits
    /// for what is put in.
    pub fn first_in(&self, text: &'t str) -> Vec<&'t str> {
        let mut seen = self.seen.borrow_mut();
        let old = seen.len();
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            if word.len() > 1 && word.chars().all(char::is_uppercase) && !seen.contains(&word) {
                seen.push(word);
            }
        }
        seen[old..].to_vec()
    }
}

/// Checks that a rule with a single word cannot express; each returns the first place that it objects to.
///
/// Two lifetimes that have nothing to do with each other:
///
/// - The closures may borrow, from a list of names for example, but nothing that ends before `'c`. A `Box<dyn Fn…>`
///   without `+ 'c` would mean `+ 'static`.
/// - Each can be called with every text, however short-lived; that is what `for<'t>` says. `Fn(&str) -> Option<&str>`
///   is an abbreviation of it. With a parameter of the struct instead, as in `Box<dyn Fn(&'t str) -> …>`, the texts
///   would be of one lifetime, and each of them would have to last until the last check (E0597).
#[derive(Default)]
pub struct Checks<'c> {
    checks: Vec<Box<Check<'c>>>,
}

type Check<'c> = dyn for<'t> Fn(&'t str) -> Option<&'t str> + 'c;

impl<'c> Checks<'c> {
    /// Adds a check.
    ///
    /// The bound `+ 'c` is for the compiler, which cannot see what the closure borrows (E0309 without it).
    pub fn add(&mut self, check: impl for<'t> Fn(&'t str) -> Option<&'t str> + 'c) {
        self.checks.push(Box::new(check));
    }

    /// The first objection to `text`, by the first check that has one.
    ///
    /// # Example: the text may go before the checks, and the checks before the result
    /// ```
    /// use phase5_lifetimes::lifetime_annotations::Checks;
    ///
    /// let names = vec![String::from("Lovelace")];
    /// let draft = String::from("by Lovelace");
    /// let place = {
    ///     let mut checks = Checks::default();
    ///     checks.add(|text| text.split(' ').find(|word| names.iter().any(|name| name == word)));
    ///     {
    ///         let note = String::from("no names");
    ///         assert_eq!(checks.first(&note), None);
    ///     }
    ///     checks.first(&draft)
    /// };
    /// assert_eq!(place, Some("Lovelace"));
    /// ```
    pub fn first<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.checks.iter().find_map(|check| check(text))
    }
}

/// Letters that are written at night, when whatever the editors had in their hands is gone.
///
/// No lifetime parameter: `Box<dyn FnOnce() -> String>` means `+ 'static`.
#[derive(Default)]
pub struct Overnight {
    letters: Vec<Box<dyn FnOnce() -> String>>,
}

impl Overnight {
    /// Keeps a letter to be written later.
    ///
    /// `'static` as a bound and `&'static str` are two things. The reference lasts until the program ends. The bound
    /// only excludes what could become invalid meanwhile: a closure that owns its texts meets it, can be dropped at
    /// any time, and its memory is free then.
    ///
    /// # Example: what meets the bound can be dropped at once
    /// ```
    /// use std::sync::Arc;
    /// use phase5_lifetimes::lifetime_annotations::Overnight;
    ///
    /// let name = Arc::new(String::from("Ada"));
    /// let mut overnight = Overnight::default();
    /// let copy = Arc::clone(&name);
    /// overnight.add(move || format!("Dear {copy}"));
    /// assert_eq!(Arc::strong_count(&name), 2);
    /// drop(overnight);
    /// assert_eq!(Arc::strong_count(&name), 1);
    /// ```
    pub fn add(&mut self, letter: impl FnOnce() -> String + 'static) {
        self.letters.push(Box::new(letter));
    }

    /// Writes all letters.
    pub fn run(self) -> Vec<String> {
        self.letters.into_iter().map(|letter| letter()).collect()
    }
}
