//! Changes to articles. An `impl` may stand in any module of its type's crate; which fields it sees depends on where.

// Since Rust 1.95, `super` can be imported under a name like any other module.
use super as archive;
use crate::modules_and_visibility::Slug;

/// A change that has not been made yet.
///
/// It is `pub`, because a `pub` method returns it, but no path leads to it from outside. Callers can hold one and call
/// its methods; they cannot write its name for a field or in a signature, only let a type parameter stand for it, and
/// rustdoc has no page for it. For a step within an expression, that is the intention: it can get another name, or fall
/// into two types, without breaking a caller.
#[expect(unnameable_types, reason = "a step within an expression, which callers have no reason to keep")]
#[derive(Debug)]
#[must_use = "nothing changes before `commit`"]
pub struct Renaming<'a> {
    archive: &'a mut archive::Archive,
    id: archive::ArticleId,
    title: Option<String>,
    slug: Option<Slug>,
}

impl archive::Archive {
    /// Begins a change, which its method `commit` makes; `title` and `slug` say what is to change.
    ///
    /// # Example: the old address still leads to the article
    /// ```
    /// use phase7_modules::modules_and_visibility::{Answer, prelude::*};
    ///
    /// let mut archive = Archive::default();
    /// let id = archive.publish("Moving", slug!("moving"));
    /// let renaming = archive.rename(id).expect("it has just been published");
    /// renaming.title("Moves").slug(slug!("moves")).commit();
    /// assert_eq!(archive.find("moving"), archive.article(id).map(Answer::Moved));
    /// ```
    pub fn rename(&mut self, id: archive::ArticleId) -> Option<Renaming<'_>> {
        self.article(id)?;
        Some(Renaming { archive: self, id, title: None, slug: None })
    }
}

impl<'a> Renaming<'a> {
    /// The new headline. The address does not follow by itself.
    pub fn title(self, title: &str) -> Self {
        Self { title: Some(title.to_owned()), ..self }
    }

    /// The new address, or a numbered one if this leads to another article. An address that the article had before can
    /// be taken back.
    pub fn slug(self, slug: Slug) -> Self {
        Self { slug: Some(slug), ..self }
    }

    /// Makes the change.
    pub fn commit(self) -> &'a archive::Article {
        let Self { archive, id, title, slug } = self;
        let slug = slug.map(|wanted| archive.claim(wanted, id));
        let article = &mut archive.articles[id.0];
        if let Some(slug) = slug {
            article.slug = slug;
        }
        if let Some(title) = title {
            article.title = title;
        }
        article
    }
}
