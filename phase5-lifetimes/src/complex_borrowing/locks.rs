//! How long a guard lives that nobody named: the end of the expression decides, and each construct has its own.
//!
//! `queue.lock().unwrap().pop()` makes a guard, uses it and never names it. It is a *temporary*, and temporaries are
//! dropped at the end of the statement, or of a smaller unit that the construct defines. With `lock()` for the call that
//! makes the guard:
//!
//! | the lock is taken in | and is, afterwards |
//! |---|---|
//! | the condition of `if` or `while`, an arm's `if`, an operand of `&&` | free in the body: a condition is a unit of its own |
//! | `let … else` | free in the `else`, and after it |
//! | `if let`, in the body and in what a chain adds with `&&` | locked |
//! | `if let`, in the `else` | free; in edition 2021 locked |
//! | `match`, in all arms | locked, even if the value that is matched is a copied number |
//! | `while let`, `for` | locked in the body; for all rounds with `for` |
//! | `let jobs = &*lock()`, `let jobs = &mut lock()` | locked until the end of the block: what a `let` refers to is kept for it |
//! | an argument of a call, an operand of `+` | locked in those after it, and in the call: the statement has not ended |
//! | a function or closure that returns what it took out | free |
//! | a block whose last expression it is, `{ lock().pop() }` | free; in edition 2021 as if the braces were not there |
//!
//! So the usual loop of a worker, `while let Some(job) = queue.lock().unwrap().pop() { work(job) }`, works on one job at
//! a time, however many threads run it, and if `work` locks the queue itself, that call never returns. [`work_off`]
//! has the same loop with a closure in the middle.
//!
//! The order in which values are dropped can be read off the source, too:
//!
//! | what | in which order |
//! |---|---|
//! | variables of a block | the last one first |
//! | fields, elements | the first one first |
//! | parameters | after the variables of the body, the last one first |
//! | the result of a call, in `let _ = call()` | at once: `_` binds nothing |
//! | the temporaries of a block's last expression | before its variables; in edition 2021 after them |
//!
//! Both changes of edition 2024, in the `else` and at the end of a block, let guards go earlier, and a local lock can be
//! used in the last expression (E0597 in edition 2021). The price: a block can no longer hand out a reference to a
//! temporary of its last expression (E0716).

use std::{
    cell::RefCell,
    collections::VecDeque,
    sync::{Mutex, MutexGuard, TryLockError},
};

/// What is to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Of which article.
    pub slug: String,
    /// How many copies.
    pub copies: u32,
}

/// Jobs that several threads share.
#[derive(Debug, Default)]
pub struct Queue {
    jobs: Mutex<VecDeque<Job>>,
}

impl Queue {
    /// Puts a job at the end.
    ///
    /// # Panics
    /// If a thread panicked while it held the queue.
    pub fn push(&self, job: Job) {
        self.lock().push_back(job);
    }

    /// Whether nobody holds the queue now. It does not wait, so it is no promise for later.
    pub fn is_free(&self) -> bool {
        !matches!(self.jobs.try_lock(), Err(TryLockError::WouldBlock))
    }

    /// The queue, held until the guard is dropped.
    ///
    /// # Panics
    /// If a thread panicked while it held the queue.
    pub fn lock(&self) -> MutexGuard<'_, VecDeque<Job>> {
        self.jobs.lock().expect("nobody panics while holding the queue")
    }
}

/// Works on jobs until there are none, and returns how many there were.
///
/// The guard is a temporary of the closure's body, and is gone when the closure returns. So `work` runs without the
/// lock: other threads get their jobs meanwhile, and `work` may push new ones.
///
/// # Panics
/// If a thread panicked while it held the queue.
pub fn work_off(queue: &Queue, mut work: impl FnMut(Job)) -> usize {
    let next = || queue.lock().pop_front();
    let mut done = 0;
    while let Some(job) = next() {
        work(job);
        done += 1;
    }
    done
}

/// Writes its name down when it is dropped.
#[derive(Debug)]
pub struct Noted<'j> {
    name: &'static str,
    journal: &'j RefCell<Vec<&'static str>>,
}

impl<'j> Noted<'j> {
    /// A value with this name.
    pub fn new(name: &'static str, journal: &'j RefCell<Vec<&'static str>>) -> Self {
        Self { name, journal }
    }

    /// What it will write.
    pub fn name(&self) -> &str {
        self.name
    }
}

impl Drop for Noted<'_> {
    fn drop(&mut self) {
        self.journal.borrow_mut().push(self.name);
    }
}
