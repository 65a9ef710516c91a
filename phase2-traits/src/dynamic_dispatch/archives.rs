//! `async` behind `dyn`: a second trait, with boxed futures, that nobody has to implement.
//!
//! Each impl of an `async fn` has a future of its own type and size. That is an associated type in all but name, and a
//! caller who has nothing but a vtable could not tell how much room the result takes, so a trait with an `async fn` is
//! not dyn compatible (E0038). A box has one size. But whoever knows the type should not pay for a box, and whoever
//! implements the trait should not write one. Hence two traits: [`Archive`] to implement and for generic code, its twin
//! [`DynArchive`] for trait objects, and impls that lead from each to the other.

use std::{pin::Pin, sync::Arc};

use super::Article;

/// Where articles are kept. Implement it with `async fn load`.
///
/// The signature says `impl Future + Send` because an `async fn` in a trait cannot promise `Send`, and the twin needs
/// the promise for all implementors. It is kept at each impl, or refused there.
pub trait Archive: Send + Sync {
    /// The article with this title.
    fn load(&self, title: &str) -> impl Future<Output = Option<Article>> + Send;
}

/// A future of any type, which may borrow for `'a`. Without `+ 'a` it would be `'static`: it stands in a box.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// [`Archive`] for trait objects. Each call puts its future into a box.
///
/// The future borrows the archive *and* the title, so both are lent for `'a`. An `async fn` captures every lifetime of
/// its signature without being told; a written type has to name what it captures.
pub trait DynArchive: Send + Sync {
    /// See [`Archive::load`].
    fn load_boxed<'a>(&'a self, title: &'a str) -> Boxed<'a, Option<Article>>;
}

/// From static to dynamic: whoever implements an archive has the twin, too.
impl<A: Archive> DynArchive for A {
    fn load_boxed<'a>(&'a self, title: &'a str) -> Boxed<'a, Option<Article>> {
        Box::pin(self.load(title))
    }
}

/// From dynamic to static: generic code takes a shared archive of unknown type as it takes any other.
///
/// This impl makes `Arc<dyn DynArchive>` an [`Archive`], and that makes it a [`DynArchive`] by the impl above.
/// `self.load_boxed(…)` would find that one, which calls `load`, which is this method. `**self` is the object.
impl Archive for Arc<dyn DynArchive> {
    async fn load(&self, title: &str) -> Option<Article> {
        (**self).load_boxed(title).await
    }
}

/// Two archives as one: the second is asked only for what the first has not got.
///
/// The parameters are generic, so with two known types no future is boxed. Either of them can still be an
/// `Arc<dyn DynArchive>`.
#[derive(Debug)]
pub struct Fallback<A, B>(pub A, pub B);

impl<A: Archive, B: Archive> Archive for Fallback<A, B> {
    async fn load(&self, title: &str) -> Option<Article> {
        match self.0.load(title).await {
            Some(article) => Some(article),
            None => self.1.load(title).await,
        }
    }
}

/// Asks archives of different types, one after the other, until one has the article.
pub async fn search(archives: &[Arc<dyn DynArchive>], title: &str) -> Option<Article> {
    for archive in archives {
        if let Some(article) = archive.load(title).await {
            return Some(article);
        }
    }
    None
}
