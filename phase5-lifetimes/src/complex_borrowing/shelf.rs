//! Conditional returns: hand out what is there, or else do something that needs the whole.
//!
//! "Problem case 3" is a borrow that is returned from one branch and blocks the others. The program is right, and today's
//! checker refuses it: a borrow that may be returned lasts as long as the result does, on each path from where it
//! begins. So what decides is where the borrow *begins*. In `match map.get_mut(key)` it begins in the call, before the test, so it is there in all branches. In
//! `match place`, it begins in the arm that binds a reference, and the other arms are free ([`cover_or`]). So there are
//! three ways out, and none of them is a trick: test with something that is no borrow, let the test be a pattern, or do
//! not return the reference at all.
//!
//! | instead of the borrow | |
//! |---|---|
//! | a `bool`, an index, a key of the caller's | [`Shelf::get_or_load`], [`Shelf::first_of`] |
//! | a pattern on the place | [`cover_or`] |
//! | a closure that gets the reference | [`Shelf::edit`] |

use std::collections::HashMap;

/// An article as it was loaded.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Its words.
    pub text: String,
    /// A picture, drawn when it is first asked for.
    pub cover: Option<String>,
}

/// Articles by slug, loaded when they are first asked for.
#[derive(Debug, Default)]
pub struct Shelf {
    articles: HashMap<String, Article>,
    /// Slugs that were to be edited and were not there.
    missed: Vec<String>,
}

impl Shelf {
    /// The article, after it has been loaded if it was not there. If loading fails, the shelf is as before.
    ///
    /// With `entry`, the slug would have to be copied before each look-up, found or not. Here, it is copied only when
    /// an article comes in, and an article that is there is looked up twice.
    ///
    /// # Errors
    /// What `load` returns.
    ///
    /// # Panics
    /// Never: the key has just been found.
    ///
    /// # Example: an article is loaded once, and a failure is not kept
    /// ```
    /// use phase5_lifetimes::complex_borrowing::shelf::{Article, Shelf};
    ///
    /// let mut shelf = Shelf::default();
    /// assert_eq!(shelf.get_or_load("moves", |_| Err("offline")), Err("offline"));
    /// let load = |slug: &str| Ok::<_, ()>(Article { text: slug.to_uppercase(), cover: None });
    /// shelf.get_or_load("moves", load)?.text.push('!');
    /// assert_eq!(shelf.get_or_load("moves", |_| Err(()))?.text, "MOVES!");
    /// # Ok::<_, ()>(())
    /// ```
    pub fn get_or_load<E>(
        &mut self,
        slug: &str,
        load: impl FnOnce(&str) -> Result<Article, E>,
    ) -> Result<&mut Article, E> {
        if self.articles.contains_key(slug) {
            return Ok(self.articles.get_mut(slug).expect("the key has just been found"));
        }
        let article = load(slug)?;
        Ok(self.articles.entry(slug.to_owned()).insert_entry(article).into_mut())
    }

    /// The first of these that is on the shelf.
    ///
    /// In a loop, the problem needs no second use after it: `for slug in slugs { if let Some(found) = get_mut(slug) {
    /// return Some(found) } }` is refused because of its own next round (E0499). The key belongs to the caller, so it
    /// can be found first and used afterwards.
    pub fn first_of(&mut self, slugs: &[&str]) -> Option<&mut Article> {
        let slug = slugs.iter().find(|slug| self.articles.contains_key(**slug))?;
        self.articles.get_mut(*slug)
    }

    /// Changes the article and returns what `edit` made of it; a slug that is not there is written down.
    ///
    /// Test and borrow are the ones that are refused elsewhere, and the other branch uses all of `self`. It compiles
    /// because the borrow does not leave: `FnOnce(&mut Article) -> R` promises to take a reference of *every* lifetime,
    /// and `R` is one type, chosen before any of them. So nothing that is returned can contain the reference.
    pub fn edit<R>(&mut self, slug: &str, edit: impl FnOnce(&mut Article) -> R) -> Option<R> {
        if let Some(article) = self.articles.get_mut(slug) {
            return Some(edit(article));
        }
        self.miss(slug);
        None
    }

    /// What was to be edited and was not there.
    pub fn missed(&self) -> &[String] {
        &self.missed
    }

    fn miss(&mut self, slug: &str) {
        self.missed.push(slug.to_owned());
    }
}

/// The cover, drawn if there is none yet.
///
/// The borrow begins where `drawn` is bound, so on the other path there is none. `cover.as_mut()` in place of `cover`
/// would be refused: a method borrows before anybody knows what it returns. ([`Option::get_or_insert_with`] is the way
/// for what cannot fail.)
///
/// # Errors
/// What `draw` returns.
pub fn cover_or<E>(
    cover: &mut Option<String>,
    draw: impl FnOnce() -> Result<String, E>,
) -> Result<&mut String, E> {
    if let Some(drawn) = cover {
        return Ok(drawn);
    }
    Ok(cover.insert(draw()?))
}
