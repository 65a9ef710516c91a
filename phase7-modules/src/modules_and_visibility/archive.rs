//! Which address leads to which article.

mod renaming;

use std::{collections::BTreeMap, iter};

use crate::modules_and_visibility::Slug;

/// All articles, and every address that ever led to one of them.
///
/// The slug of each article is a key of `slugs` and leads to that article. `renaming` can break this, too, because it
/// is below; nobody else can.
#[derive(Debug, Default)]
pub struct Archive {
    articles: Vec<Article>,
    /// Grows only: an address that has been printed somewhere must not lead elsewhere one day.
    slugs: BTreeMap<Slug, ArticleId>,
}

/// What is at an address.
#[derive(Debug, PartialEq, Eq)]
pub struct Article {
    title: String,
    slug: Slug,
}

/// An article, for the archive that gave the number out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleId(usize);

/// What an address leads to. Variants and their fields have no visibility of their own, they share that of the enum.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    /// The article has this address.
    Here(&'a Article),
    /// The article had this address once.
    Moved(&'a Article),
}

impl Article {
    /// The headline.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The address.
    pub fn slug(&self) -> &Slug {
        &self.slug
    }
}

impl Archive {
    /// Adds an article at the address `wanted`, or at `wanted-2`, `wanted-3`, … if that leads to another one already.
    pub fn publish(&mut self, title: &str, wanted: Slug) -> ArticleId {
        let id = ArticleId(self.articles.len());
        let slug = self.claim(wanted, id);
        self.articles.push(Article { title: title.to_owned(), slug });
        id
    }

    /// The article with this number; `None` if another archive gave the number out and this one has not so many.
    pub fn article(&self, id: ArticleId) -> Option<&Article> {
        self.articles.get(id.0)
    }

    /// What the address leads to. Any text can be asked for, slug or not.
    pub fn find(&self, address: &str) -> Option<Answer<'_>> {
        let article = self.article(*self.slugs.get(address)?)?;
        let here = article.slug.as_str() == address;
        Some(if here { Answer::Here(article) } else { Answer::Moved(article) })
    }

    /// Makes the first address free for `id` lead to it: `wanted`, or a numbered one.
    fn claim(&mut self, wanted: Slug, id: ArticleId) -> Slug {
        let numbered = (2..).map(|number| wanted.numbered(number));
        let free = |slug: &Slug| self.slugs.get(slug).is_none_or(|owner| *owner == id);
        let slug = iter::once(wanted.clone()).chain(numbered).find(free).expect("numbers do not run out");
        self.slugs.insert(slug.clone(), id);
        slug
    }
}
