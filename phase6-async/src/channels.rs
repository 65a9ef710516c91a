//! Threads that hand values over: who waits for whom, who notices that nobody is left, and who ends last.
//!
//! Nowhere in this lesson is a flag that says "stop", and no message means "this was the last one". A channel knows how
//! many senders it has and whether its receiver lives, and tells the other side when there are none:
//!
//! | call | is refused when | and the value |
//! |---|---|---|
//! | `send` | the receiver is gone | is handed back, in the error |
//! | `try_send`, of `sync_channel` only | the receiver is gone; or there is no room | is handed back, in the error |
//! | `recv`, `iter` | all senders are gone *and* the channel is empty | was never sent: nothing is cut off |
//! | `try_recv`, `recv_timeout` | the same; or there is nothing yet, or not in time | the error says which |
//! | `try_iter` | the same | it just ends, and does not say which |
//!
//! The two directions are not alike. When the senders go, all that they sent is still received. When the receiver goes,
//! what still waits in the channel is dropped with it. So if a channel has room, `Ok` from `send` says that the value is
//! in there, and no more: who wants a receipt has to be sent one.
//!
//! How long `send` waits is in the type of the sender, so it cannot be forgotten at a call (E0308):
//!
//! | made by | sender | `send` returns | which is right when |
//! |---|---|---|---|
//! | `channel()` | [`Sender`] | at once, whatever is in there | the number of values is limited by something else |
//! | `sync_channel(n)` | [`SyncSender`](mpsc::SyncSender) | when fewer than `n` values wait | senders may be faster: their waiting is *backpressure* |
//! | `sync_channel(0)` | [`SyncSender`](mpsc::SyncSender) | when the receiver takes this very value | nothing may be lost on the way |
//!
//! Each channel has one [`Receiver`], which cannot be cloned (E0599) and is not [`Sync`], so no two threads can even
//! borrow it (E0277). Several workers need a lock around it, [`Shared`], or a channel each. Senders are cloned, and are
//! [`Sync`] as well (since Rust 1.72): scoped threads may borrow one. Then it belongs to the function outside, and a
//! receiver that waits for its end within the scope waits forever. So [`merge`] gives each thread a clone, and drops the
//! original. And a worker that holds a sender of the very channel that it reads, to queue more work, keeps itself alive:
//! such a channel needs a message for its end.
//!
//! All of it at once is in [`press`], a pipeline that ends from either side.
//!
//! What does it cost? As long as nobody waits, a value through `channel` takes twice as long as through `sync_channel`,
//! and through a `Mutex<VecDeque>` with a `Condvar` some four times as long as through `channel`. The lock is not to
//! blame: without the `Condvar`, the queue keeps up with `channel`. It is `notify_one`, which on Linux asks the operating
//! system each time, although nobody waits. Between two threads, what counts is how often one waits for the other: with
//! capacity 0, each value takes dozens of times as long as with 1024 (`cargo bench -p phase6-async --bench channels`).

pub mod press;

use std::{
    convert::Infallible,
    iter,
    sync::{
        Mutex,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// A receiver for several workers: each value goes to one of them, whoever is free.
///
/// They begin in the order of the values, and end in any: two workers may have two values that belong together. What must
/// stay in order needs one worker, so where order matters, each worker has a channel of its own, and whoever sends
/// decides by what belongs together, say by a hash of the article.
#[derive(Debug)]
pub struct Shared<T>(Mutex<Receiver<T>>);

impl<T> Shared<T> {
    /// Shares the receiver.
    pub fn new(receiver: Receiver<T>) -> Self {
        Self(Mutex::new(receiver))
    }

    /// Waits for the next value; `None` when there will be none.
    ///
    /// The guard ends with this function. In a `while let Ok(job) = jobs.lock().unwrap().recv() { … }` it would live as
    /// long as the body: one worker at a time, and a panic in the body would poison the lock for all of them.
    ///
    /// While it *waits*, the lock is still held. That is harmless here, since all others would wait as well, but nothing
    /// that promises not to wait can be added: a `try_next` would be stuck at the lock until a value comes, and the time
    /// of a `recv_timeout` would begin only after that.
    ///
    /// # Panics
    /// If a thread panicked while it held the lock, which receiving does not do.
    pub fn next(&self) -> Option<T> {
        self.0.lock().expect("receiving does not panic").recv().ok()
    }
}

/// What the sources yield, in the order of its arrival; each source is read by a thread of its own.
///
/// Not more than 64 items wait to be received: sources that are faster go at the pace of `receive`.
///
/// The loop ends when all senders are gone: those of the threads, and the one that was cloned for them. It can be left
/// earlier, too: when `receive` returns `false`, the receiver goes, and the threads stop at their next item.
pub fn merge<T: Send>(
    sources: impl IntoIterator<Item: IntoIterator<Item = T> + Send>,
    mut receive: impl FnMut(T) -> bool,
) {
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(64);
        for source in sources {
            let sender = sender.clone();
            scope.spawn(move || source.into_iter().try_for_each(|item| sender.send(item)));
        }
        drop(sender);
        for item in receiver {
            if !receive(item) {
                break;
            }
        }
    });
}

/// Waits for a value, and takes with it what else is there now, up to `limit` values in all, but never less than one.
/// `None` when there will be none.
///
/// This is how one write to disk serves many senders: the longer it takes, the larger the next batch. `recv` waits, and
/// knows the end; `try_iter` does neither, so by itself it would be a loop that never sleeps.
pub fn next_batch<T>(values: &Receiver<T>, limit: usize) -> Option<Vec<T>> {
    let first = values.recv().ok()?;
    Some(iter::once(first).chain(values.try_iter()).take(limit.max(1)).collect())
}

/// A thread whose end can be waited for with a limit, which [`JoinHandle::join`] does not offer.
///
/// Nothing is ever sent: the one sender lives in the thread, and its end is the message, also when the thread panics.
#[derive(Debug)]
pub struct Watched<T> {
    handle: JoinHandle<T>,
    end: Receiver<Infallible>,
}

impl<T: Send + 'static> Watched<T> {
    /// Starts the thread.
    pub fn spawn(work: impl FnOnce() -> T + Send + 'static) -> Self {
        let (alive, end) = mpsc::channel();
        let handle = thread::spawn(move || {
            let _alive: Sender<Infallible> = alive;
            work()
        });
        Self { handle, end }
    }

    /// The result of the thread if it ends within `limit`, or else this value again.
    ///
    /// # Errors
    /// If the thread still runs. As with a channel, what was given is handed back.
    pub fn join_within(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        match self.end.recv_timeout(limit) {
            Err(RecvTimeoutError::Disconnected) => Ok(self.handle.join()),
            Err(RecvTimeoutError::Timeout) => Err(self),
        }
    }
}
