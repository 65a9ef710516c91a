//! Trait objects that borrow, and the enum that does without them.
//!
//! `dyn Rule` is never a complete type: it has a lifetime, for as long as whatever is behind it may be used. Where none
//! is written and the trait has no lifetime bounds of its own, the place decides. Of the types around the `dyn`, only
//! the innermost counts, and it counts as a reference does if it declares `T: 'a`, as [`Ref`](std::cell::Ref) does:
//!
//! | written in a signature or a struct | means | so the rule may borrow for |
//! |---|---|---|
//! | `&'a dyn Rule` | `&'a (dyn Rule + 'a)` | as long as `'a` |
//! | `Box<dyn Rule>`, `Arc<dyn Rule>`, `Vec<Box<dyn Rule>>` | `dyn Rule + 'static` | `'static` only |
//! | `&'a Box<dyn Rule>`, `&'a [Box<dyn Rule>]` | `dyn Rule + 'static` again: the box is the innermost | `'static` only |
//! | `impl dyn Rule { … }` | `impl dyn Rule + 'static` | `'static` only |
//! | `Box<dyn Rule + '_>` | a lifetime like any other that is left out | as the signature says |
//!
//! Inside a function, as in `let rules: Vec<Box<dyn Rule>>` or `as Box<dyn Rule>`, it is inferred from the values.

use super::Article;

/// A rule that articles have to follow.
pub trait Rule {
    /// What is wrong with the article, if anything is.
    fn complaint(&self, article: &Article) -> Option<String>;
}

/// Without `+ '_`, these methods would exist for rules that borrow nothing, and calling one on another rule would be a
/// lifetime error in the caller (E0521, for instance), far from here.
impl dyn Rule + '_ {
    /// Whether there is nothing to complain about.
    pub fn accepts(&self, article: &Article) -> bool {
        self.complaint(article).is_none()
    }
}

struct Banned<'g> {
    word: &'g str,
}

impl Rule for Banned<'_> {
    fn complaint(&self, article: &Article) -> Option<String> {
        article.text.split_whitespace().any(|word| word == self.word).then(|| format!("says {:?}", self.word))
    }
}

struct Length {
    most: usize,
}

impl Rule for Length {
    fn complaint(&self, article: &Article) -> Option<String> {
        let words = article.text.split_whitespace().count();
        (words > self.most).then(|| format!("has {words} words"))
    }
}

/// How the house wants its articles.
#[derive(Debug)]
pub struct StyleGuide {
    /// Words that readers should be spared.
    pub banned: Vec<String>,
    /// The most words that a text may have.
    pub most: usize,
}

impl StyleGuide {
    /// The guide as rules, among which others can be put. They borrow the banned words.
    pub fn rules(&self) -> Vec<Box<dyn Rule + '_>> {
        let mut rules: Vec<Box<dyn Rule + '_>> = vec![Box::new(Length { most: self.most })];
        for word in &self.banned {
            rules.push(Box::new(Banned { word }));
        }
        rules
    }

    /// The same rules as a closed set: one block of memory, no vtable, and kinds that can be seen.
    pub fn checks(&self) -> Vec<Check<'_>> {
        let banned = self.banned.iter().map(|word| Check::Banned { word });
        [Check::Length { most: self.most }].into_iter().chain(banned).collect()
    }
}

/// All complaints. With `&[Box<dyn Rule>]` as its parameter, no rule in the list could borrow, although the list itself
/// is only lent.
pub fn complaints(rules: &[Box<dyn Rule + '_>], article: &Article) -> Vec<String> {
    rules.iter().filter_map(|rule| rule.complaint(article)).collect()
}

/// The rules that this house knows, and no others.
///
/// A trait object has no such derives. As supertraits, `Clone` is for sized types only, and `PartialEq`
/// has a parameter of type `Self`; with either of them, `dyn Rule` is refused (E0038). A new kind is a new variant, and
/// the compiler names each `match` that has neither an arm for it nor a wildcard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check<'g> {
    /// The text must not contain this word.
    Banned {
        /// As it stands between spaces.
        word: &'g str,
    },
    /// The text must not be longer.
    Length {
        /// In words.
        most: usize,
    },
}

/// A closed set can be a member of an open one: a list of `Box<dyn Rule>` takes checks, too.
impl Rule for Check<'_> {
    fn complaint(&self, article: &Article) -> Option<String> {
        match *self {
            Self::Banned { word } => Banned { word }.complaint(article),
            Self::Length { most } => Length { most }.complaint(article),
        }
    }
}

/// Of two checks, the one that makes the other superfluous: a question about two kinds at once, for which the vtable of
/// one of them is no help.
pub fn stricter<'g>(one: Check<'g>, other: Check<'g>) -> Option<Check<'g>> {
    match (one, other) {
        (Check::Length { most }, Check::Length { most: other }) => {
            Some(Check::Length { most: most.min(other) })
        }
        (Check::Banned { .. }, Check::Banned { .. }) if one == other => Some(one),
        (Check::Banned { .. }, _) | (_, Check::Banned { .. }) => None,
    }
}
