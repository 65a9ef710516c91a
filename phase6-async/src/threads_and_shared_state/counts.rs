//! Atomics: how threads change one variable, and what they then know about all others.
//!
//! An operation on an atomic is indivisible, and all threads agree on the order in which *one* variable changed. Its
//! ordering is about everything else:
//!
//! | ordering | adds | here |
//! |---|---|---|
//! | `Relaxed` | nothing | [`Reads`], [`Quota`]: nothing else depends on the number |
//! | `Release`, on a write | "what I did before comes with it" | |
//! | `Acquire`, on a read | "what came with the value that I read, I see" | [`Reviews::verdict`] |
//! | `AcqRel`, on a read that writes (`fetch_…`) | both | [`Form::hand_in`] |
//! | `SeqCst` | all threads agree on one order of all that is `SeqCst`, across variables | the fence in [`Desk::claim`] |
//!
//! A `Release` works only together with an `Acquire` that reads its value, so the comment at each one names its partner.
//! A `fetch_…` in between does not break the pair: who reads what the last of several has written acquires from all of
//! them that release.
//!
//! A wrong ordering seldom fails in a test. The processor at hand may give more than was asked for (on x86, no load is
//! seen before an earlier load, and no store before an earlier store), the compiler may have left the order alone, and
//! the next of each may not. So this module takes its types from `crate::sync`, and the package `phase6-models`
//! compiles it a second time, with the types of loom. Loom runs a small program in every order of its steps, and lets a
//! load return old values where the orderings permit it: `cargo test -p phase6-models --test loom`. It finds every
//! ordering that is weakened here, although it does not know quite all that `Relaxed` permits.

use crate::sync::{
    Arc,
    atomic::{
        AtomicBool, AtomicU32, AtomicU64, AtomicUsize,
        Ordering::{AcqRel, Acquire, Relaxed, SeqCst},
        fence,
    },
};

/// How often an article was read.
///
/// `fetch_add` is one step, so no reader is lost. A load followed by a store would be two, whatever their orderings.
#[derive(Debug, Default)]
pub struct Reads(AtomicU64);

impl Reads {
    /// Counts one reader.
    pub fn add(&self) {
        self.0.fetch_add(1, Relaxed);
    }

    /// Readers so far.
    pub fn total(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

/// The same count in parts, so that threads do not take turns at one.
///
/// A processor core writes to memory by the *cache line*, mostly 64 or 128 bytes, of which it must be the only owner. Two
/// counters in one line are two variables for the program and one for the hardware, and cores that write to them wait
/// for each other as if they shared: *false sharing*. The alignment gives each part a line of its own.
///
/// Measured with two threads on two cores that do nothing else: two counters in one line take as long as a single one
/// for both, parts of this type a sixth of that, and a number behind a `Mutex` three times as long
/// (`cargo bench -p phase6-async --bench threads_and_shared_state`). Where nothing contends, as when both threads have to
/// share a core, all of this is wasted room.
#[derive(Debug, Default)]
pub struct ShardedReads([Shard; Self::SHARDS]);

#[derive(Debug, Default)]
#[repr(align(128))]
struct Shard(Reads);

impl ShardedReads {
    /// How many parts there are.
    pub const SHARDS: usize = 8;

    /// Counts one reader, in the part of this worker. Workers may share a part.
    pub fn add(&self, worker: usize) {
        self.0[worker % Self::SHARDS].0.add();
    }

    /// The sum of the parts. They are read one after the other: whoever is counted meanwhile may be in it or not.
    pub fn total(&self) -> u64 {
        self.0.iter().map(|shard| shard.0.total()).sum()
    }
}

/// Articles that may be read without a subscription, until none is left.
#[derive(Debug)]
pub struct Quota(AtomicU32);

impl Quota {
    /// This many.
    pub fn new(articles: u32) -> Self {
        Self(AtomicU32::new(articles))
    }

    /// Takes one, if there is one.
    ///
    /// To ask first and subtract then would be two steps. `try_update` computes the new value from the one that is
    /// there, writes it if that is still the one, and otherwise begins again; so the closure may run several times.
    pub fn take(&self) -> bool {
        self.0.try_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok()
    }
}

/// The marks of several reviewers, and whoever hands in last has the sum: nobody waits, and nothing is locked.
#[derive(Debug)]
pub struct Reviews {
    marks: Box<[AtomicU32]>,
    open: AtomicUsize,
}

/// One reviewer's form. Handing it in consumes it, so that nobody is counted twice.
#[derive(Debug)]
pub struct Form {
    reviews: Arc<Reviews>,
    at: usize,
}

impl Reviews {
    /// Reviews with one form for each reviewer.
    pub fn new(reviewers: usize) -> (Arc<Self>, Vec<Form>) {
        let marks = (0..reviewers).map(|_| AtomicU32::new(0)).collect();
        let reviews = Arc::new(Self { marks, open: AtomicUsize::new(reviewers) });
        let forms = (0..reviewers).map(|at| Form { reviews: Arc::clone(&reviews), at }).collect();
        (reviews, forms)
    }

    /// The sum of the marks, if all are in.
    pub fn verdict(&self) -> Option<u32> {
        // Acquire: pairs with the decrement in `hand_in`, all of them.
        (self.open.load(Acquire) == 0).then(|| self.sum())
    }

    fn sum(&self) -> u32 {
        self.marks.iter().map(|mark| mark.load(Relaxed)).sum()
    }
}

impl Form {
    /// Hands in a mark, and returns the sum of all marks to the last reviewer, and to nobody else.
    pub fn hand_in(self, mark: u32) -> Option<u32> {
        let Self { reviews, at } = self;
        reviews.marks[at].store(mark, Relaxed);
        // Release: my mark is seen by whoever acquires this decrement, the last reviewer or `verdict`.
        // Acquire: if I am the last, I see the marks of all who decremented before me.
        (reviews.open.fetch_sub(1, AcqRel) == 1).then(|| reviews.sum())
    }
}

/// A desk between two editors, of whom at most one may have it.
#[derive(Debug, Default)]
pub struct Desk([AtomicBool; 2]);

impl Desk {
    /// Claims the desk for editor 0 or 1. At most one of them is ever told `true`; if both come at once, maybe neither.
    ///
    /// Here each thread writes one variable and then reads the *other* one. Acquire and release do not help: they order
    /// what comes with a value that was read, and here both may read the value from before. Only one order of all
    /// fences, on which both threads agree, rules out that each of them came first.
    ///
    /// # Panics
    /// If there is no such editor.
    pub fn claim(&self, editor: usize) -> bool {
        self.0[editor].store(true, Relaxed);
        // Pairs with the same fence of the other editor: the later one sees what the earlier one has stored.
        fence(SeqCst);
        !self.0[1 - editor].load(Relaxed)
    }
}
