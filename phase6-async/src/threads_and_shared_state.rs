//! Share state between threads: what they may borrow, who may touch it when, and what is left of it after a panic.
//!
//! After this lesson you can read off a type whether threads may move or share it, choose between an atomic, a lock and
//! a snapshot, decide what a poisoned lock means to you, name the partner of each memory ordering, and hold code that
//! depends on any of this to a model checker. The lesson runs the newsroom of a publisher.
//!
//! | the state | is shared as | here |
//! |---|---|---|
//! | in parts, one for each thread | `&mut` to disjoint parts, in scoped threads: neither lock nor `Arc` | [`proofread`] |
//! | several fields that must agree | `Mutex` | [`Sales`], and two locks at once in [`accounts`] |
//! | read far more often than written | `RwLock<Arc<_>>`: readers take a snapshot and let go | [`ticker`] |
//! | made once, then only read | `OnceLock`, `LazyLock` | [`ticker`] |
//! | one number or flag | an atomic | [`counts`] |
//!
//! # Who may go where
//!
//! `T: Send` says that a `T` may be moved to another thread. `T: Sync` says that `&T` may: the two are one definition,
//! `T: Sync` if and only if `&T: Send`. Nobody writes an `impl` for an ordinary type. Both are *auto traits*: a struct
//! has them if all of its fields do, a closure if all that it captures does. The rules that they start from:
//!
//! | type | `Send` if | `Sync` if | because |
//! |---|---|---|---|
//! | `&T` | `T: Sync` | `T: Sync` | a copy of it can be anywhere |
//! | `&mut T` | `T: Send` | `T: Sync` | the `T` can be taken out of it with [`mem::replace`](std::mem::replace) |
//! | `Cell<T>`, `RefCell<T>` | `T: Send` | never | they change behind `&`, unguarded |
//! | `Rc<T>` | never | never | the count is such a cell, and every clone has a part in it |
//! | `Arc<T>` | `T: Send + Sync` | `T: Send + Sync` | it lends `&T` to all, and the last owner drops the `T` |
//! | `Mutex<T>` | `T: Send` | `T: Send` | one thread at a time: that makes a `Cell` shareable |
//! | `RwLock<T>`, `OnceLock<T>` | `T: Send` | `T: Send + Sync` | readers are there at the same time |
//! | `MutexGuard<'_, T>` | never | `T: Sync` | some systems unlock only on the thread that locked |
//! | `mpsc::Receiver<T>` | `T: Send` | never | there is one consumer |
//! | `*const T`, `*mut T` | never | never | nothing is known, so somebody has to promise |
//!
//! # Threads that borrow
//!
//! [`thread::spawn`] takes what is `'static`, because nothing says when its thread ends. [`thread::scope`] returns when
//! all of its threads have ended, so they may borrow from everything that is older than the scope; what they share must
//! be `Sync` all the same. If a thread panics whose handle was not joined, the scope waits for the others and then
//! panics, too. Whoever joins gets the panic as an `Err` and decides.
//!
//! # Poisoning is a question
//!
//! A `Mutex` is *poisoned* if its guard was there when a panic began, and is dropped as the panic unwinds; an `RwLock`,
//! if this was a write guard. A panic that is caught while the guard lives on leaves no mark. The data is not lost: the
//! error has the guard inside. The question is what a panic can have left behind:
//!
//! | a panic in the middle of a change | so | with |
//! |---|---|---|
//! | may have broken what nobody can repair | pass the panic on | `lock().expect("…")`, as in [`accounts`] |
//! | breaks nothing: each change is one step, or the data is a mere cache | go on | `lock().unwrap_or_else(PoisonError::into_inner)`, as in [`ticker`] |
//! | breaks what can be computed again | repair it, then [`clear_poison`](Mutex::clear_poison) | [`open`] |
//!
//! How long a guard lives that has no name is a matter of the expression it stands in: the table is in the phase on
//! lifetimes, `complex_borrowing`.

pub mod accounts;
pub mod counts;
pub mod ticker;

use std::{
    num::NonZero,
    sync::{Mutex, MutexGuard},
    thread,
};

/// What an author has handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// All of it.
    pub text: String,
    /// How many faults were found, once somebody has looked.
    pub faults: Option<usize>,
}

/// Enters the faults of every draft, with at most `workers` threads at a time, and returns their sum.
///
/// Each thread gets a part of the slice for itself, as a `&mut` that no other part overlaps, and all of them share
/// `count` by reference. Nothing is cloned, counted or locked: results come back through `join`.
///
/// # Errors
/// With what `count` panicked with, first draft first. The drafts of other threads are done nevertheless.
///
/// # Example: threads write to a local variable
/// ```
/// use std::num::NonZero;
/// use phase6_async::threads_and_shared_state::{Draft, proofread};
///
/// let mut drafts = ["teh end", "the end"].map(|text| Draft { text: text.into(), faults: None });
/// let faults = proofread(&mut drafts, NonZero::new(2).unwrap(), |text| text.matches("teh").count());
/// assert_eq!(faults.ok(), Some(1));
/// assert_eq!(drafts.map(|draft| draft.faults), [Some(1), Some(0)]);
/// ```
pub fn proofread(
    drafts: &mut [Draft],
    workers: NonZero<usize>,
    count: impl Fn(&str) -> usize + Sync,
) -> thread::Result<usize> {
    let share = drafts.len().div_ceil(workers.get()).max(1);
    let count = &count;
    thread::scope(|scope| {
        // Collected, because an iterator is lazy: each thread would be joined before the next one is spawned.
        let threads: Vec<_> = drafts
            .chunks_mut(share)
            .map(|share| {
                scope.spawn(move || {
                    let each = share.iter_mut().map(|draft| *draft.faults.insert(count(&draft.text)));
                    each.sum::<usize>()
                })
            })
            .collect();
        // All are joined before the first error ends the sum. A panic that nobody has taken makes the scope panic.
        let joined: Vec<_> = threads.into_iter().map(|thread| thread.join()).collect();
        joined.into_iter().sum()
    })
}

/// What was sold, one by one and in all.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sales {
    cents: Vec<u64>,
    total: u64,
}

impl Sales {
    /// Enters sales. If the iterator panics, those before stand in the list, and are missing in the total.
    pub fn record(&mut self, sales: impl IntoIterator<Item = u64>) {
        let before = self.cents.len();
        for sale in sales {
            self.cents.push(sale);
        }
        self.total += self.cents[before..].iter().sum::<u64>();
    }

    /// How many sales, and their sum in cents.
    pub fn totals(&self) -> (usize, u64) {
        (self.cents.len(), self.total)
    }
}

/// Locks the sales, whose total is right even if a thread has panicked in the middle of [`Sales::record`].
///
/// The total is computed again while the lock is still held, and only then does the lock count as sound: whoever comes
/// next finds no trace. To *ignore* the poison would hand out a wrong total, and to pass it on would close the shop for
/// one bad line.
pub fn open(sales: &Mutex<Sales>) -> MutexGuard<'_, Sales> {
    sales.lock().unwrap_or_else(|poisoned| {
        let mut guard = poisoned.into_inner();
        guard.total = guard.cents.iter().sum();
        sales.clear_poison();
        guard
    })
}
