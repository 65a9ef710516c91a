//! Departures: what several ask for at the same time is fetched once, and never before the last of them asked.

use std::{
    collections::HashMap,
    fmt,
    hash::Hash,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use futures::{
    FutureExt as _,
    future::{BoxFuture, Shared, WeakShared},
};

/// Calls by key, which take whoever has come until they begin.
///
/// [`Flights`](super::Flights) lets callers board a call that is under way. What comes of it may be older than their
/// question: who writes, and then reads what they have written, must not be handed the result of a read that began
/// before the write. Here a call is boarded until it departs, and while one is under way, the next one waits for it to
/// come back. So however many ask, there are two calls of a key at most, one under way and one that boards; and if many
/// do, many share each. That is the group commit of a writer, for readers.
pub struct Departures<K, V: Clone> {
    /// The last call of each key.
    last: Mutex<HashMap<K, Departure<WeakShared<BoxFuture<'static, V>>>>>,
}

#[derive(Clone)]
struct Departure<C> {
    /// Weak in the table, so that a call that nobody waits for any more is dropped, like any other future.
    call: C,
    departed: Arc<AtomicBool>,
}

impl<K: Eq + Hash, V: Clone + Send + Sync + 'static> Departures<K, V> {
    /// What the next call for `key` comes to; `start` makes one if nobody waits for one already.
    ///
    /// All who wait poll the same future, so it does not matter who of them goes away.
    pub async fn join<F>(&self, key: K, start: impl FnOnce() -> F + Send + 'static) -> V
    where
        F: Future<Output = V> + Send + 'static,
    {
        // No guard lives across the `.await`.
        let call = self.board(key, start);
        call.await
    }

    fn board<F>(&self, key: K, start: impl FnOnce() -> F + Send + 'static) -> Shared<BoxFuture<'static, V>>
    where
        F: Future<Output = V> + Send + 'static,
    {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let mut under_way = None;
        if let Some(Departure { call, departed }) = last.get(&key)
            && let Some(call) = call.upgrade()
        {
            if !departed.load(Ordering::Acquire) {
                return call;
            }
            under_way = Some(call);
        }
        last.retain(|_, departure| departure.call.upgrade().is_some());
        let departed = Arc::new(AtomicBool::new(false));
        let gate = Arc::clone(&departed);
        let call = async move {
            if let Some(call) = under_way {
                call.await;
            }
            gate.store(true, Ordering::Release);
            start().await
        };
        let call = call.boxed().shared();
        last.extend(call.downgrade().map(|call| (key, Departure { call, departed })));
        call
    }
}

impl<K, V: Clone> Default for Departures<K, V> {
    fn default() -> Self {
        Self { last: Mutex::default() }
    }
}

impl<K, V: Clone> fmt::Debug for Departures<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).len();
        f.debug_struct("Departures").field("keys", &last).finish_non_exhaustive()
    }
}
