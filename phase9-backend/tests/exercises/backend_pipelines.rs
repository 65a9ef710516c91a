//! # The ledger of loans
//!
//! A library writes each loan to a log; its place in the log is its offset. At night the royalties are computed: each loan
//! is read, the royalty is looked up at a collecting society, which is slow and may be asked several things at a time, and
//! is stored. What was looked up first is not always there first.
//!
//! A process that ends, for whatever reason, must go on where it was. So it keeps a *checkpoint*: the number of loans,
//! from the beginning of the log, of which all are done. Loans beyond it may be done, too; after a restart these come
//! again, and must not be paid again.
//!
//! Complete the four parts. No task needs to be spawned, and nothing may be looked up after `stop` has said so.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    future,
    rc::Rc,
    time::Duration,
};

use futures::{StreamExt, stream};
use tokio::sync::oneshot;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loan {
    pub offset: usize,
    pub book: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookupError {
    /// The society cannot be reached.
    Down,
    /// It has no such book, now or later.
    NoSuchBook,
}

/// What is done beyond the checkpoint.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Progress {
    checkpoint: usize,
    beyond: BTreeSet<usize>,
}

impl Progress {
    pub fn from(checkpoint: usize) -> Self {
        Self { checkpoint, beyond: BTreeSet::new() }
    }

    /// Notes that the loan at this offset is done, perhaps once more; returns the new checkpoint if it has moved.
    pub fn done(&mut self, offset: usize) -> Option<usize> {
        // solution:begin
        // hint: Done twice, or before the checkpoint: nothing moves, and nothing must be kept.
        // hint: Put it beyond; then, as long as the checkpoint itself is there, take it out and move on by one.
        if offset < self.checkpoint {
            return None;
        }
        let before = self.checkpoint;
        self.beyond.insert(offset);
        while self.beyond.remove(&self.checkpoint) {
            self.checkpoint += 1;
        }
        (self.checkpoint > before).then_some(self.checkpoint)
        // solution:end
    }
}

/// What survives the process.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    pub checkpoint: usize,
    /// The royalties that were paid, in cents, by book.
    pub paid: BTreeMap<u32, u64>,
    /// Offsets at or beyond the checkpoint that are done.
    pub done: BTreeSet<usize>,
    /// What cannot be done, and is looked at by somebody in the morning.
    pub poison: Vec<Loan>,
}

impl Ledger {
    /// Pays `cents` for `loan`, or puts it aside if there is no such book; each loan once, however often it comes.
    pub fn settle(&mut self, loan: Loan, cents: Option<u64>) {
        // solution:begin
        // hint: A loan was here before if it lies before the checkpoint, or if it is in `done`.
        // hint: `BTreeSet::insert` says whether something is new.
        if loan.offset < self.checkpoint || !self.done.insert(loan.offset) {
            return;
        }
        match cents {
            Some(cents) => *self.paid.entry(loan.book).or_default() += cents,
            None => self.poison.push(loan),
        }
        // solution:end
    }

    /// Moves the checkpoint, and forgets what lies before it.
    pub fn advance(&mut self, checkpoint: usize) {
        // solution:begin
        // hint: `split_off` returns what lies at or beyond.
        self.checkpoint = checkpoint;
        self.done = self.done.split_off(&checkpoint);
        // solution:end
    }
}

/// Looks up the royalties of all loans from the checkpoint on, at most `at_once` at a time, and settles them as they come,
/// moving the checkpoint as far as it goes. Returns how many lookups came to an answer.
///
/// It ends early in two cases: when the society is down, because all others would fail as well, and when `stop` is ready.
/// No other lookup is begun then, but those that were begun are brought to their end and settled, unless they are down.
pub async fn run(
    log: &[Loan],
    ledger: &RefCell<Ledger>,
    at_once: usize,
    lookup: impl AsyncFn(u32) -> Result<u64, LookupError>,
    stop: impl Future<Output = ()>,
) -> usize {
    // solution:begin
    // hint: A stream over `log[checkpoint..]`, `.map(…)` to futures, `.buffer_unordered(at_once)`: which loans does it begin?
    // hint: `take_until(stop)` on the stream *before* `buffer_unordered` ends what is begun, not what is under way.
    // hint: For "down", a `Cell<bool>` that `take_while` looks at, in the same place. No borrow of the ledger across an `.await`.
    let mut progress = Progress::from(ledger.borrow().checkpoint);
    let earlier: Vec<_> = ledger.borrow().done.iter().copied().collect();
    for offset in earlier {
        if let Some(checkpoint) = progress.done(offset) {
            ledger.borrow_mut().advance(checkpoint);
        }
    }
    let (down, lookup) = (Cell::new(false), &lookup);
    let from = progress.checkpoint.min(log.len());
    let mut answers = stream::iter(&log[from..])
        .take_until(Box::pin(stop))
        .take_while(|_| future::ready(!down.get()))
        .map(|loan| async move { (*loan, lookup(loan.book).await) })
        .buffer_unordered(at_once)
        .boxed_local();
    let mut answered = 0;
    while let Some((loan, answer)) = answers.next().await {
        let cents = match answer {
            Ok(cents) => Some(cents),
            Err(LookupError::NoSuchBook) => None,
            Err(LookupError::Down) => {
                down.set(true);
                continue;
            }
        };
        answered += 1;
        let mut ledger = ledger.borrow_mut();
        ledger.settle(loan, cents);
        if let Some(checkpoint) = progress.done(loan.offset) {
            ledger.advance(checkpoint);
        }
    }
    answered
    // solution:end
}

fn log(books: &[u32]) -> Vec<Loan> {
    books.iter().enumerate().map(|(offset, &book)| Loan { offset, book }).collect()
}

fn paid(ledger: &RefCell<Ledger>) -> Vec<(u32, u64)> {
    ledger.borrow().paid.iter().map(|(book, cents)| (*book, *cents)).collect()
}

const DAY: Duration = Duration::from_secs(86_400);

#[test]
fn the_checkpoint_waits_for_the_slowest() {
    let mut progress = Progress::from(3);
    assert_eq!([progress.done(5), progress.done(4)], [None, None]);
    assert_eq!(progress.done(3), Some(6));
    assert_eq!(progress.done(6), Some(7));
    assert_eq!(progress, Progress::from(7), "nothing is kept of what is done");
}

#[test]
fn what_is_done_again_moves_nothing() {
    let mut progress = Progress::from(3);
    assert_eq!([progress.done(0), progress.done(2), progress.done(4), progress.done(4)], [None; 4]);
    assert_eq!(progress.done(3), Some(5));
    assert_eq!(progress.done(4), None);
    assert_eq!(progress, Progress::from(5));
}

#[test]
fn a_loan_is_paid_once() {
    let mut ledger = Ledger { checkpoint: 2, ..Ledger::default() };
    for offset in [1, 2, 3, 3, 2] {
        ledger.settle(Loan { offset, book: 7 }, Some(5));
    }
    ledger.settle(Loan { offset: 4, book: 9 }, None);
    ledger.settle(Loan { offset: 4, book: 9 }, None);
    assert_eq!((ledger.paid[&7], ledger.poison.len()), (10, 1));
    ledger.advance(3);
    assert_eq!((ledger.checkpoint, ledger.done.iter().copied().collect::<Vec<_>>()), (3, vec![3, 4]));
}

#[tokio::test(start_paused = true)]
async fn everything_is_looked_up_several_at_a_time() {
    let ledger = RefCell::default();
    let (open, most) = (Cell::new(0), Cell::new(0));
    let lookup = async |book: u32| {
        open.set(open.get() + 1);
        most.set(most.get().max(open.get()));
        // The later ones are quicker.
        tokio::time::sleep(Duration::from_secs(u64::from(100 - book))).await;
        open.set(open.get() - 1);
        Ok(u64::from(book))
    };
    let books: Vec<u32> = (1..=20).collect();
    assert_eq!(run(&log(&books), &ledger, 4, lookup, future::pending()).await, 20);
    assert_eq!(most.get(), 4);
    assert_eq!(paid(&ledger), books.iter().map(|&book| (book, u64::from(book))).collect::<Vec<_>>());
    assert_eq!((ledger.borrow().checkpoint, ledger.borrow().done.len()), (20, 0));
}

#[tokio::test(start_paused = true)]
async fn one_that_hangs_holds_up_the_checkpoint_and_nothing_else() {
    let ledger = RefCell::default();
    let lookup = async |book| {
        let wait = if book == 1 { DAY } else { Duration::from_secs(1) };
        tokio::time::sleep(wait).await;
        Ok(1)
    };
    let log = log(&[1, 2, 3, 4, 5, 6]);
    let _ = tokio::time::timeout(DAY / 2, run(&log, &ledger, 2, lookup, future::pending())).await;
    assert_eq!(paid(&ledger), [(2, 1), (3, 1), (4, 1), (5, 1), (6, 1)]);
    assert_eq!((ledger.borrow().checkpoint, ledger.borrow().done.len()), (0, 5));
}

#[tokio::test(start_paused = true)]
async fn poison_is_put_aside_and_holds_nobody_up() {
    let ledger = RefCell::default();
    let lookup = async |book| if book == 13 { Err(LookupError::NoSuchBook) } else { Ok(1) };
    assert_eq!(run(&log(&[7, 13, 7]), &ledger, 1, lookup, future::pending()).await, 3);
    assert_eq!(paid(&ledger), [(7, 2)]);
    assert_eq!(ledger.borrow().poison, [Loan { offset: 1, book: 13 }]);
    assert_eq!(ledger.borrow().checkpoint, 3);
}

#[tokio::test(start_paused = true)]
async fn when_the_society_is_down_what_was_begun_is_settled_and_nothing_else_is_asked() {
    let (ledger, asked) = (RefCell::default(), Cell::new(0));
    let lookup = async |book| {
        asked.set(asked.get() + 1);
        let wait = if book == 2 { 1 } else { 5 };
        tokio::time::sleep(Duration::from_secs(wait)).await;
        if book == 2 { Err(LookupError::Down) } else { Ok(1) }
    };
    assert_eq!(run(&log(&[1, 2, 3, 4, 5, 6]), &ledger, 3, lookup, future::pending()).await, 2);
    assert_eq!((asked.get(), paid(&ledger)), (3, vec![(1, 1), (3, 1)]));
    let ledger = ledger.borrow();
    assert_eq!((ledger.checkpoint, ledger.done.iter().copied().collect::<Vec<_>>()), (1, vec![2]));
}

#[tokio::test(start_paused = true)]
async fn when_it_is_told_to_stop_it_ends_what_it_has_begun() {
    let (ledger, asked) = (RefCell::default(), Rc::new(Cell::new(0)));
    let (stop, stopped) = oneshot::channel();
    let (stop, count) = (Cell::new(Some(stop)), asked.clone());
    let lookup = async |_| {
        count.set(count.get() + 1);
        tokio::time::sleep(Duration::from_secs(2)).await;
        if let Some(stop) = stop.take() {
            let _ = stop.send(());
        }
        // Long after it was told to.
        tokio::time::sleep(DAY).await;
        Ok(1)
    };
    let stopped = async { drop(stopped.await) };
    assert_eq!(run(&log(&[7; 9]), &ledger, 3, lookup, stopped).await, 3);
    assert_eq!((asked.get(), paid(&ledger), ledger.borrow().checkpoint), (3, vec![(7, 3)], 3));
}

#[tokio::test(start_paused = true)]
async fn whoever_was_told_to_stop_before_begins_nothing() {
    let (ledger, asked) = (RefCell::default(), Cell::new(0));
    let lookup = async |_| {
        asked.set(asked.get() + 1);
        Ok(1)
    };
    assert_eq!(run(&log(&[7; 9]), &ledger, 3, lookup, future::ready(())).await, 0);
    assert_eq!((asked.get(), ledger.take()), (0, Ledger::default()));
}

#[tokio::test(start_paused = true)]
async fn a_process_that_ends_anywhere_pays_each_loan_once() {
    let books: Vec<u32> = (0..40).map(|loan| loan % 5).collect();
    let (log, ledger) = (log(&books), RefCell::new(Ledger::default()));
    let asked = RefCell::new(vec![0; 5]);
    let lookup = async |book: u32| {
        asked.borrow_mut()[book as usize] += 1;
        tokio::time::sleep(Duration::from_millis(u64::from(7 - book) * 100)).await;
        Ok(10)
    };
    let mut lives = 0;
    while ledger.borrow().checkpoint < 40 {
        lives += 1;
        assert!(lives < 100, "it goes on where it was: {:?}", ledger.borrow());
        // The future is dropped where it stands.
        let life = Duration::from_millis(1000);
        let _ = tokio::time::timeout(life, run(&log, &ledger, 6, &lookup, future::pending())).await;
    }
    assert!(lives > 3, "it has ended often enough");
    assert_eq!(paid(&ledger), (0..5).map(|book| (book, 80)).collect::<Vec<_>>());
    assert!(asked.borrow().iter().sum::<u32>() > 40, "some were asked for again");
    assert_eq!(run(&log, &ledger, 6, &lookup, future::pending()).await, 0, "there is nothing left");
}
