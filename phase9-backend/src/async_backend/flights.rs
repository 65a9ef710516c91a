//! Single flight: what several ask for at the same time is fetched once.

use std::{
    collections::HashMap,
    fmt,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

use futures::{
    FutureExt as _,
    future::{BoxFuture, Shared, WeakShared},
};

type Flight<V> = Shared<BoxFuture<'static, V>>;

/// Calls that are under way, by key.
///
/// It is not a cache: who asks when the call has ended starts a new one. It helps where a cache does not, in the moment
/// in which an entry has expired and everybody misses it at once.
pub struct Flights<K, V: Clone> {
    /// Weak, so that a call that nobody waits for any more is dropped, like any other future.
    open: Mutex<HashMap<K, WeakShared<BoxFuture<'static, V>>>>,
}

impl<K: Eq + Hash, V: Clone + Send + Sync + 'static> Flights<K, V> {
    /// What the call for `key` under way comes to; `start` makes one if there is none.
    ///
    /// All who wait poll the same future. So it does not matter if the one who started it goes away: the others carry it
    /// to its end. Were it the first caller's own future, a client that hangs up would fail all others with it.
    ///
    /// # Panics
    /// If the call does, and then in all who wait for it.
    pub async fn join<F>(&self, key: K, start: impl FnOnce() -> F) -> V
    where
        F: Future<Output = V> + Send + 'static,
    {
        // No guard lives across the `.await`.
        let flight = self.board(key, start);
        flight.await
    }

    fn board<F>(&self, key: K, start: impl FnOnce() -> F) -> Flight<V>
    where
        F: Future<Output = V> + Send + 'static,
    {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        // One that has landed, and that somebody still looks at, is too late to board.
        let under_way = |flight: &Flight<V>| flight.peek().is_none();
        if let Some(flight) = open.get(&key).and_then(WeakShared::upgrade).filter(under_way) {
            return flight;
        }
        open.retain(|_, flight| flight.upgrade().is_some());
        let flight = start().boxed().shared();
        open.extend(flight.downgrade().map(|weak| (key, weak)));
        flight
    }
}

impl<K, V: Clone> Default for Flights<K, V> {
    fn default() -> Self {
        Self { open: Mutex::default() }
    }
}

impl<K, V: Clone> fmt::Debug for Flights<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).len();
        f.debug_struct("Flights").field("open", &open).finish_non_exhaustive()
    }
}
