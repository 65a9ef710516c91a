//! The library itself, which knows nothing of C except that its strings end with a NUL, so that they can be lent.

use std::{
    collections::BTreeMap,
    ffi::{CStr, CString},
    fmt,
    sync::Arc,
};

/// What becomes of a character of a title; `None` for one that separates words.
type Rule = Box<dyn FnMut(char) -> Option<char> + Send>;

/// Slugs, and the titles that they are given to.
pub struct Registry {
    /// C keeps the address of a title for longer than the map is borrowed. A `CString` is a `Box`, and to move one, as the
    /// map may, promises that nobody else uses its address. To move an `Arc` promises nothing.
    given: BTreeMap<CString, Arc<CStr>>,
    rule: Rule,
}

impl Default for Registry {
    fn default() -> Self {
        Self::with_rule(|c| c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()))
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.given).finish()
    }
}

impl Registry {
    /// A registry with a rule of its own.
    pub fn with_rule(rule: impl FnMut(char) -> Option<char> + Send + 'static) -> Self {
        Self { given: BTreeMap::new(), rule: Box::new(rule) }
    }

    /// The slug that `title` would get, or `None` if no character of it can stand in one.
    ///
    /// # Panics
    /// If the rule does.
    pub fn candidate(&mut self, title: &str) -> Option<CString> {
        let mut base = String::new();
        for c in title.chars() {
            match (self.rule)(c).filter(|c| *c != '\0') {
                Some(c) => base.push(c),
                None if base.is_empty() || base.ends_with('-') => {}
                None => base.push('-'),
            }
        }
        let base = base.trim_end_matches('-');
        if base.is_empty() {
            return None;
        }
        let numbered = (2_u64..).map(|number| format!("{base}-{number}"));
        let mut candidates = std::iter::once(base.to_owned())
            .chain(numbered)
            .map(|slug| CString::new(slug).expect("a NUL separates words"));
        candidates.find(|slug| !self.given.contains_key(slug))
    }

    /// Gives a candidate away.
    pub fn give(&mut self, slug: CString, title: CString) {
        self.given.insert(slug, title.into());
    }

    /// The title that a slug was given to.
    pub fn title(&self, slug: &CStr) -> Option<&CStr> {
        self.given.get(slug).map(Arc::as_ref)
    }

    /// All slugs and titles, in the order of the alphabet.
    pub fn iter(&self) -> impl Iterator<Item = (&CStr, &CStr)> {
        self.given.iter().map(|(slug, title)| (slug.as_c_str(), &**title))
    }
}
