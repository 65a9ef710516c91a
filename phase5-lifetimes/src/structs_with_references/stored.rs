//! Where views cannot stay: ranges beside the text that they belong to, pieces that share it, and an arena that stays
//! in their place.

use std::{
    cell::OnceCell,
    ops::{Deref, Range},
    sync::Arc,
};

use super::{Article, Entry, ParseError};

/// An article that owns its text: no lifetime, so it can be returned, kept in a map and sent to a thread.
///
/// It keeps ranges, which mean the same in every copy of the text: here it is copied from a `String` into an
/// [`Arc<str>`] once, so that a [`Piece`] can share it. The fields are private, because nothing but this module keeps
/// text and ranges together.
#[derive(Debug, Clone)]
pub struct Stored {
    source: Arc<str>,
    entries: Vec<(Range<usize>, Range<usize>)>,
    body: Range<usize>,
}

impl Stored {
    /// Parses as [`Article::parse`] does, and turns the views into ranges while the source is still lent.
    ///
    /// # Errors
    /// Those of [`Article::parse`].
    pub fn parse(source: String) -> Result<Self, ParseError> {
        let Article { entries, body } = Article::parse(&source)?;
        let range = |part| range_in(part, &source);
        let entries = entries.into_iter().map(|Entry { key, value }| (range(key), range(value))).collect();
        let body = range(body);
        Ok(Self { entries, body, source: source.into() })
    }

    /// The article in views again, lent by `self`: an allocation for the list, none for text.
    pub fn article(&self) -> Article<'_> {
        let view = |range: &Range<usize>| &self.source[range.clone()];
        let entries = self.entries.iter().map(|(key, value)| Entry { key: view(key), value: view(value) });
        Article { entries: entries.collect(), body: view(&self.body) }
    }

    /// The value of the first entry with this key. Here the elided lifetime is the right one: `self` is the owner.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entries
            .iter()
            .find(|(range, _)| &self.source[range.clone()] == key)
            .map(|(_, value)| &self.source[value.clone()])
    }

    /// The body, as a value that needs nobody else.
    pub fn body(&self) -> Piece {
        Piece { source: Arc::clone(&self.source), range: self.body.clone() }
    }
}

/// A part of a text and a share of all of it. A clone increases a counter and copies no text.
#[derive(Debug, Clone)]
pub struct Piece {
    source: Arc<str>,
    range: Range<usize>,
}

impl Deref for Piece {
    type Target = str;

    fn deref(&self) -> &str {
        &self.source[self.range.clone()]
    }
}

/// An arena: it takes texts in, and lends each of them as long as it is itself lent.
///
/// A struct that owned the texts and their views would refer to itself. Instead, the arena is declared outside of all
/// that has views, which then need one lifetime for any number of sources. `Vec::push` would not do: it takes
/// `&mut self`, and the first view excludes that (E0502). `keep` takes `&self`: a [`OnceCell`] can be filled through a
/// shared reference, and emptied only through an exclusive one, which excludes all views. The number of slots is fixed
/// for simplicity; the crates `typed-arena` and `bumpalo` have arenas that grow.
///
/// # Example: sources come in while others are looked at
/// ```
/// use phase5_lifetimes::structs_with_references::{Article, Sources};
///
/// let sources = Sources::with_room(2);
/// let first = sources.keep("---\nnext: paths\n---\n".into()).and_then(|text| Article::parse(text).ok());
/// let next = first.as_ref().and_then(|article| article.get("next"));
/// let second = next.and_then(|slug| sources.keep(format!("This is {slug}.")));
/// assert_eq!((next, second), (Some("paths"), Some("This is paths.")));
/// ```
#[derive(Debug)]
pub struct Sources {
    slots: Box<[OnceCell<String>]>,
}

impl Sources {
    /// An arena for this number of texts.
    pub fn with_room(sources: usize) -> Self {
        Self { slots: (0..sources).map(|_| OnceCell::new()).collect() }
    }

    /// Takes a text in, without copying it. `None` if there is no room left.
    pub fn keep(&self, text: String) -> Option<&str> {
        let slot = self.slots.iter().find(|slot| slot.get().is_none())?;
        Some(slot.get_or_init(|| text))
    }
}

/// Where `part` is in `source`, of which it must be a part: the way from a view to a range.
///
/// Addresses are compared as numbers, which needs no `unsafe`. It is their difference that is kept.
fn range_in(part: &str, source: &str) -> Range<usize> {
    let start = part.as_ptr().addr() - source.as_ptr().addr();
    start..start + part.len()
}
