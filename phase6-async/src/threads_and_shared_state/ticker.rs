//! Many readers and few writers: snapshots, copies on write, and what is made only once.
//!
//! Readers of an `RwLock` keep writers out for as long as they read. So the ticker hands out an `Arc` of its page: the
//! lock is held while a pointer is cloned, and the reader can take its time with a page that nobody will change. The
//! price is paid by a writer who finds the page in use: [`Arc::make_mut`] clones it.
//!
//! | `Arc::…` | if there is another `Arc` | if there are only `Weak`s | if alone |
//! |---|---|---|---|
//! | [`make_mut`](Arc::make_mut) | clones the value | moves it to a new place, and the `Weak`s find nothing | in place |
//! | [`get_mut`](Arc::get_mut) | `None` | `None` | in place |
//! | [`into_inner`](Arc::into_inner) | gives up this share | the value, and the `Weak`s find nothing | the value |
//!
//! For what is made once, by whoever comes first, while others wait:
//!
//! | | made by | if that panics |
//! |---|---|---|
//! | [`OnceLock`] | the caller, so it can depend on what is known only there | it stays empty, and the next one tries again |
//! | [`LazyLock`] | a function that it holds from the beginning | it is poisoned for good: every access panics |
//!
//! Nobody sees either of them half made, and both may be a `static` of a type that no `const` expression can make.
//! [`OnceLock::wait`] waits for the value without offering one.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, OnceLock, PoisonError, RwLock, RwLockWriteGuard},
};

/// What reporters type, and what is printed. Made by the first page that is shown.
static ABBREVIATIONS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| HashMap::from([("maj", "majority"), ("const", "constituency"), ("exp", "expected")]));

/// The lines so far, and how readers see them.
///
/// A clone of a `OnceLock` holds a clone of what the original held. So the copy of a page that was shown already has an
/// outdated text to show, and whoever changes a page must take it away.
#[derive(Debug, Clone, Default)]
pub struct Page {
    lines: Vec<String>,
    shown: OnceLock<String>,
}

impl Page {
    /// The lines as they were typed.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// What readers see. It is made when the first of them asks, and only then, however many ask at once.
    pub fn shown(&self) -> &str {
        self.shown.get_or_init(|| {
            let mut shown = String::new();
            for line in &self.lines {
                let words = line.split(' ').map(|word| ABBREVIATIONS.get(word).copied().unwrap_or(word));
                shown.extend(words.flat_map(|word| [word, " "]));
                shown.pop();
                shown.push('\n');
            }
            shown
        })
    }
}

/// The live ticker of an election night.
#[derive(Debug, Default)]
pub struct Ticker(RwLock<Arc<Page>>);

impl Ticker {
    /// The page as it is now. It stays as it is, whatever is published later.
    pub fn page(&self) -> Arc<Page> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds a line, then announces the page. Announcements come in the order of the lines, and each sees its own line
    /// last.
    ///
    /// To release the lock and take it again for reading would let another reporter in between. [`downgrade`] turns the
    /// write guard into a read guard in one step: readers come in at once, other reporters when the announcement is
    /// made. There is no step back up: two readers who wait to be the only one would wait for each other.
    ///
    /// The announcement gets the page, because it must not ask for it: a thread that holds a read guard and calls `read`
    /// again may wait forever, behind a writer that waits for the first guard. That it runs under a *read* guard has
    /// another merit: if it panics, nothing is poisoned.
    ///
    /// # Example: a page is copied only while somebody holds it
    /// ```
    /// use std::sync::Arc;
    /// use phase6_async::threads_and_shared_state::ticker::Ticker;
    ///
    /// let ticker = Ticker::default();
    /// let place = Arc::as_ptr(&ticker.page());
    /// ticker.publish("polls closed", |page| assert_eq!(Arc::as_ptr(page), place));
    /// let reader = ticker.page();
    /// ticker.publish("counting", |page| assert_ne!(Arc::as_ptr(page), place));
    /// assert_eq!((reader.lines().len(), ticker.page().lines().len()), (1, 2));
    /// ```
    ///
    /// [`downgrade`]: RwLockWriteGuard::downgrade
    pub fn publish(&self, line: &str, announce: impl FnOnce(&Arc<Page>)) {
        // Poison would mean nothing: a page is whole before each of these steps, and no code of others runs in between.
        let mut current = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let page = Arc::make_mut(&mut *current);
        page.shown.take();
        page.lines.push(line.to_owned());
        announce(&RwLockWriteGuard::downgrade(current));
    }
}
