//! Functions that return references: where these can come from, and what an `impl Trait` keeps borrowed.
//!
//! After this lesson you can return a view with a default, decide which of several loans a result holds on to, and say
//! in a signature that an iterator needs none of them. The lesson is an archive of articles: searched, quoted from, and
//! corrected while it is listed.
//!
//! A returned reference points into what a parameter lends, or to what is there for ever. What a function makes and
//! keeps is dropped when it returns, so there is no lifetime for a reference to it:
//!
//! | the reference comes from | and is good | here |
//! |---|---|---|
//! | a parameter | as long as that one's loan | [`Archive::by_slug`] |
//! | one of several parameters | as long as the shortest of their loans: one name for all that may be returned | [`Archive::or_notice`] |
//! | a constant | for ever; as part of a result with a shorter lifetime it is shortened | [`Article::tags`], [`Article::layout`] |
//! | now a parameter, now a new value | return a [`Cow`], which owns the new value | [`Article::pull_quote`] |
//! | only a new value (E0515) | return the value | |
//!
//! A constant need not be a `static`. The compiler moves some borrowed expressions to constant memory by itself, if
//! evaluating them cannot fail and the value has neither a destructor nor a cell: `&0`, `&[]`, `&mut []`, a reference to
//! a struct literal of such values. It does not do so with calls, not even of your own `const fn` (E0515); a
//! `const { … }` block asks for it.
//!
//! A lifetime that stands in the result alone is one that the caller chooses. The caller may choose `'static`, so only
//! what lasts for ever will do: `fn motto<'a>(house: &House) -> &'a str` cannot return a part of the house (E0621).
//!
//! With `-> impl Trait` the concrete type is hidden, and so is what it borrows. What it *may* borrow is decided by the
//! signature, and callers must assume that it does:
//!
//! | written | may contain | so these stay lent while the result is used |
//! |---|---|---|
//! | `-> impl Trait`, edition 2024; in a trait, any edition | every lifetime and type parameter in scope, those without a name included | all parameters |
//! | `-> impl Trait`, edition 2021, outside of traits | type parameters, and lifetimes that stand in the bounds; others are refused (E0700) | parameters with these lifetimes |
//! | in either, `+ 'a` | the same, if all of it lasts for `'a` | parameters with `'a`; none, if it is `'static` |
//! | `+ use<'a, T>` | `'a` and `T`; all type and const parameters must be listed | parameters with `'a`, and what `T` borrows |
//! | `+ use<>` | no lifetime; only where there are no type or const parameters | none |
//!
//! `+ 'a` is what older code has. It does not say what is kept, but how long all of it lasts. So every type parameter
//! that is kept has to last for `'a`, too, and two loans of unrelated lifetimes cannot be kept at all.

use std::borrow::Cow;

/// How an article is set.
///
/// It owns its fonts, so it has a destructor. Not even a reference to a `const` of this type would be moved to constant
/// memory without being asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// How many columns a page has.
    pub columns: u8,
    /// What is used beside the house's own font.
    pub fonts: Vec<String>,
}

impl Layout {
    /// One column, no other fonts.
    pub const fn plain() -> Self {
        Self { columns: 1, fonts: Vec::new() }
    }
}

/// An article with what its author has filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// Identifies it in addresses.
    pub slug: String,
    /// `None` for what the house itself publishes.
    pub author: Option<String>,
    /// `None` until somebody has thought about it.
    pub tags: Option<Vec<String>>,
    /// `None` for the usual one.
    pub layout: Option<Layout>,
    /// Lines of any length; a sentence may run over several.
    pub text: String,
}

impl Article {
    /// Whom to name. A literal can be returned for a `&'_ str` of any lifetime, but nobody learns that it was one: the
    /// result counts as lent by the article.
    pub fn byline(&self) -> &str {
        self.author.as_deref().unwrap_or("the editors")
    }

    /// The tags, none by default. `&[]` is a constant, of whatever type.
    pub fn tags(&self) -> &[String] {
        self.tags.as_deref().unwrap_or(&[])
    }

    /// The layout, by default a plain one that is never dropped.
    ///
    /// Without the `const` block this would return a reference to a temporary (E0515). A `static` would do the same, and
    /// must be used if its address has to be unique: how often such a block exists in memory is left open.
    pub fn layout(&self) -> &Layout {
        self.layout.as_ref().unwrap_or(const { &Layout::plain() })
    }

    /// The longest sentence in bytes, and the first one of several, to be printed large.
    ///
    /// It is a view, unless it runs over the end of a line, where the line feed has to be replaced by a blank. To return
    /// a `String` always would copy for the sake of the exception; to return a `&str` would be possible only without it.
    ///
    /// # Example: a copy is made where there is something to change
    /// ```
    /// use std::borrow::Cow;
    /// use phase5_lifetimes::returning_references::Article;
    ///
    /// let quote = |text: &str| {
    ///     let article = Article { text: text.into(), ..Article::default() };
    ///     article.pull_quote().map(|quote| (matches!(quote, Cow::Borrowed(_)), quote.into_owned()))
    /// };
    /// assert_eq!(quote("Once. And again."), Some((true, "And again".into())));
    /// assert_eq!(quote("Once. And\nagain."), Some((false, "And again".into())));
    /// ```
    pub fn pull_quote(&self) -> Option<Cow<'_, str>> {
        let sentences =
            self.text.split(['.', '!', '?']).map(str::trim).filter(|sentence| !sentence.is_empty());
        let longest = sentences.rev().max_by_key(|sentence| sentence.len())?;
        Some(if longest.contains('\n') { longest.replace('\n', " ").into() } else { longest.into() })
    }
}

/// Articles in the order in which they were filed.
#[derive(Debug, Default)]
pub struct Archive {
    articles: Vec<Article>,
}

impl FromIterator<Article> for Archive {
    fn from_iter<I: IntoIterator<Item = Article>>(articles: I) -> Self {
        Self { articles: articles.into_iter().collect() }
    }
}

impl Archive {
    /// The article with this slug. The result has the lifetime of `&self`; the slug is used only for the call.
    pub fn by_slug(&self, slug: &str) -> Option<&Article> {
        self.articles.iter().find(|article| article.slug == slug)
    }

    /// The article with this slug, or `notice`, which says that it is gone.
    ///
    /// Either may be returned, so both have the name; by the rules of elision the result would be a part of the archive
    /// only. The slug still has no part in it. No `clone`, no `Cow`: both owners are there before and after the call.
    pub fn or_notice<'a>(&'a self, slug: &str, notice: &'a Article) -> &'a Article {
        self.by_slug(slug).unwrap_or(notice)
    }

    /// The article with this id, to be changed.
    pub fn get_mut(&mut self, id: usize) -> Option<&mut Article> {
        self.articles.get_mut(id)
    }

    /// The slugs of all articles by `author`, as they are asked for.
    ///
    /// The filter compares with `author` at every step, so it has to be lent that long. This is what edition 2024 assumes
    /// without a word. In edition 2021 it would have to be said, with a name for both: `+ use<'a, 'q>`.
    pub fn slugs_by<'a>(&'a self, author: &str) -> impl Iterator<Item = &'a str> {
        self.articles
            .iter()
            .filter(move |article| article.byline() == author)
            .map(|article| article.slug.as_str())
    }

    /// The articles whose text contains all words of `query`, in any case, as they are asked for.
    ///
    /// The query is made lower-case first, and that copy is what the iterator keeps. `use<'a>` tells the caller, who may
    /// pass a temporary and iterate later (without it: E0716).
    ///
    /// # Example: the query is gone before the first article is found
    /// ```
    /// use phase5_lifetimes::returning_references::{Archive, Article};
    ///
    /// let archive = Archive::from_iter([Article { text: "On Loops".into(), ..Article::default() }]);
    /// let found = archive.matching(&String::from("LOOPS on"));
    /// assert_eq!(found.count(), 1);
    /// ```
    pub fn matching<'a>(&'a self, query: &str) -> impl Iterator<Item = &'a Article> + use<'a> {
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        self.articles.iter().filter(move |article| {
            let text = article.text.to_lowercase();
            words.iter().all(|word| text.contains(word))
        })
    }

    /// A page of those articles that `keep` accepts, by ten; `token` is its number, as it stands in an address. What is
    /// no number means the first page, which is 0.
    ///
    /// The token is read before the iterator exists. Type parameters cannot be left out of `use<…>`, so `F` is listed,
    /// and for that it must have a name: beside an argument `keep: impl Fn…` there can be no `use<…>`.
    pub fn page<'a, F>(&'a self, token: &str, keep: F) -> impl Iterator<Item = &'a Article> + use<'a, F>
    where
        F: Fn(&Article) -> bool,
    {
        let page: usize = token.parse().unwrap_or_default();
        self.articles.iter().filter(move |article| keep(article)).skip(page.saturating_mul(10)).take(10)
    }

    /// The ids of all articles.
    ///
    /// Numbers borrow nothing, but with a plain `impl Iterator` nobody could know: the archive would be lent until the
    /// last id was used, and could neither be changed (E0502) nor dropped (E0505) before. Edition 2021 assumed the
    /// opposite: there, the same signature without `use<>` lent nothing.
    ///
    /// # Example: corrections while the ids are listed
    /// ```
    /// use phase5_lifetimes::returning_references::{Archive, Article};
    ///
    /// let mut archive = Archive::from_iter([Article::default(), Article::default()]);
    /// for id in archive.ids() {
    ///     if let Some(article) = archive.get_mut(id) {
    ///         article.slug = format!("article-{id}");
    ///     }
    /// }
    /// assert!(archive.by_slug("article-1").is_some());
    /// ```
    pub fn ids(&self) -> impl ExactSizeIterator<Item = usize> + use<> {
        0..self.articles.len()
    }
}

/// What can be tidied up by number.
pub trait Shelf {
    /// The numbers.
    ///
    /// `Self` is a type parameter here, so it must be listed. What `use<Self>` leaves out is the lifetime of `&self`. With
    /// only `impl Iterator`, no generic code could change the shelf while it goes through the numbers (E0502).
    fn numbers(&self) -> impl Iterator<Item = usize> + use<Self>;

    /// Tidies one thing up; returns whether there was anything to do.
    fn tidy(&mut self, number: usize) -> bool;
}

/// Tidies everything up and returns for how much that was needed.
pub fn tidy_all(shelf: &mut impl Shelf) -> usize {
    shelf.numbers().filter(|number| shelf.tidy(*number)).count()
}

impl Shelf for Archive {
    fn numbers(&self) -> impl Iterator<Item = usize> + use<> {
        self.ids()
    }

    /// Sorts the tags and drops those that are there twice.
    fn tidy(&mut self, number: usize) -> bool {
        let Some(tags) = self.get_mut(number).and_then(|article| article.tags.as_mut()) else { return false };
        let is_tidy = tags.is_sorted_by(|left, right| left < right);
        tags.sort();
        tags.dedup();
        !is_tidy
    }
}
