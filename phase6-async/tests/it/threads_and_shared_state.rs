use std::{
    cell::{Cell, RefCell},
    collections::HashSet,
    num::NonZero,
    panic::{self, AssertUnwindSafe},
    rc::Rc,
    sync::{
        Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, Weak,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use phase6_async::threads_and_shared_state::{
    Draft, Sales,
    accounts::Accounts,
    counts::{Desk, Quota, Reads, Reviews, ShardedReads},
    open, proofread,
    ticker::{Page, Ticker},
};

/// So that a test fails where it would wait forever.
const LONG: Duration = Duration::from_secs(20);

fn drafts(texts: impl IntoIterator<Item = impl Into<String>>) -> Vec<Draft> {
    texts.into_iter().map(|text| Draft { text: text.into(), faults: None }).collect()
}

fn workers(number: usize) -> NonZero<usize> {
    NonZero::new(number).expect("somebody works")
}

#[test]
fn every_draft_is_read_once_by_at_most_so_many_threads() {
    for number in 0..12 {
        for readers in 1..8 {
            let mut drafts = drafts((0..number).map(|at| "x".repeat(at)));
            let threads = Mutex::new(HashSet::new());
            let calls = AtomicUsize::new(0);
            let sum = proofread(&mut drafts, workers(readers), |text| {
                threads.lock().unwrap().insert(thread::current().id());
                calls.fetch_add(1, Ordering::Relaxed);
                text.len()
            });
            assert_eq!(sum.ok(), Some((0..number).sum()), "{number} drafts, {readers} readers");
            assert!(drafts.iter().enumerate().all(|(at, draft)| draft.faults == Some(at)));
            assert_eq!(calls.into_inner(), number);
            assert!(threads.into_inner().unwrap().len() <= readers);
        }
    }
}

#[test]
fn the_threads_of_a_scope_run_at_the_same_time() {
    let arrived = AtomicUsize::new(0);
    let met = proofread(&mut drafts(["a", "b", "c"]), workers(3), |_| {
        arrived.fetch_add(1, Ordering::Relaxed);
        let met = (0..10_000_000).any(|_| {
            thread::yield_now();
            arrived.load(Ordering::Relaxed) == 3
        });
        usize::from(met)
    });
    assert_eq!(met.ok(), Some(3));
}

#[test]
fn a_panic_is_an_error_and_the_drafts_of_others_are_done() {
    let mut drafts = drafts(["one", "bad", "worse", "four"]);
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        proofread(&mut drafts, workers(4), |text| match text {
            "bad" | "worse" => panic::resume_unwind(Box::new(text.to_owned())),
            text => text.len(),
        })
    }));
    let error = result.expect("two panics do not panic here").expect_err("two drafts cannot be read");
    assert_eq!(error.downcast_ref::<String>().map(String::as_str), Some("bad"));
    assert_eq!(drafts.iter().map(|draft| draft.faults).collect::<Vec<_>>(), [Some(3), None, None, Some(4)]);
}

#[test]
fn a_scope_panics_for_a_thread_that_nobody_joined_once_all_others_have_ended() {
    let ended = AtomicUsize::new(0);
    let result = panic::catch_unwind(|| {
        thread::scope(|scope| {
            scope.spawn(|| panic::resume_unwind(Box::new(())));
            scope.spawn(|| {
                (0..100).for_each(|_| thread::yield_now());
                ended.fetch_add(1, Ordering::Relaxed)
            });
        });
    });
    assert!(result.is_err());
    assert_eq!(ended.into_inner(), 1);
}

/// An inherent constant wins over one of a trait, if its bounds hold.
struct Probe<T: ?Sized>(std::marker::PhantomData<T>);

trait Neither {
    const SEND: bool = false;
    const SYNC: bool = false;
}

impl<T: ?Sized> Neither for Probe<T> {}

impl<T: ?Sized + Send> Probe<T> {
    const SEND: bool = true;
}

impl<T: ?Sized + Sync> Probe<T> {
    const SYNC: bool = true;
}

macro_rules! threads_may {
    ($($type:ty: $send:literal $sync:literal),* $(,)?) => {
        $(assert_eq!((Probe::<$type>::SEND, Probe::<$type>::SYNC), ($send, $sync), stringify!($type));)*
    };
}

/// `Sync`, but not `Send`.
type Guard = MutexGuard<'static, u8>;
/// `Send`, but not `Sync`.
type Local = Cell<u8>;
/// Neither.
type Stuck = Rc<u8>;

#[test]
fn the_table_of_send_and_sync_is_the_compilers() {
    threads_may! {
        u8: true true, Local: true false, Guard: false true, Stuck: false false,
        &u8: true true, &Local: false false, &Guard: true true, &Stuck: false false,
        &mut u8: true true, &mut Local: true false, &mut Guard: false true, &mut Stuck: false false,
        Cell<u8>: true false, Cell<Stuck>: false false,
        RefCell<u8>: true false, RefCell<Guard>: false false,
        Rc<u8>: false false,
        Arc<u8>: true true, Arc<Local>: false false, Arc<Guard>: false false, Arc<Stuck>: false false,
        Mutex<u8>: true true, Mutex<Local>: true true, Mutex<Guard>: false false, Mutex<Stuck>: false false,
        RwLock<u8>: true true, RwLock<Local>: true false, RwLock<Guard>: false false,
        OnceLock<u8>: true true, OnceLock<Local>: true false, OnceLock<Guard>: false false,
        MutexGuard<'static, u8>: false true, MutexGuard<'static, Local>: false false,
        mpsc::Receiver<u8>: true false, mpsc::Receiver<Guard>: false false,
        *const u8: false false, *mut u8: false false,
        (u8, Local): true false, (u8, Stuck): false false,
    }
}

#[test]
fn a_closure_is_send_if_all_that_it_captures_is() {
    fn sends<F: Send>(_: &F) -> bool {
        true
    }
    let local = Cell::new(1);
    let owner = move || local.get();
    assert!(sends(&owner));
    assert_eq!(owner(), 1);
}

/// A sale that is no sale, in the middle of others.
fn interrupted(sales: &Mutex<Sales>) {
    let lines = [Some(250), Some(90), None, Some(7)];
    let recorded = thread::scope(|scope| {
        let clerk = scope.spawn(|| {
            open(sales)
                .record(lines.iter().map(|line| line.unwrap_or_else(|| panic::resume_unwind(Box::new(())))));
        });
        clerk.join()
    });
    assert!(recorded.is_err());
}

#[test]
fn open_repairs_what_a_panic_has_left_and_leaves_no_trace() {
    let sales = Mutex::new(Sales::default());
    open(&sales).record([10]);
    interrupted(&sales);
    assert!(sales.is_poisoned());
    assert_eq!(sales.lock().unwrap_or_else(PoisonError::into_inner).totals(), (3, 10), "the total is wrong");
    assert_eq!(open(&sales).totals(), (3, 350));
    assert!(!sales.is_poisoned());
    open(&sales).record([1, 2]);
    assert_eq!(open(&sales).totals(), (5, 353));
    interrupted(&sales);
    assert_eq!(open(&sales).totals(), (7, 693));
}

#[test]
fn only_a_panic_that_drops_a_guard_from_before_poisons() {
    struct Counted<'a>(&'a Mutex<u32>);

    impl Drop for Counted<'_> {
        fn drop(&mut self) {
            *self.0.lock().unwrap() += 1;
        }
    }

    let lock = Mutex::new(0);
    let held = lock.lock();
    assert!(panic::catch_unwind(|| panic::resume_unwind(Box::new(()))).is_err());
    drop(held);
    assert!(!lock.is_poisoned(), "the panic was caught under the guard");

    let unwound = panic::catch_unwind(AssertUnwindSafe(|| {
        let _counted = Counted(&lock);
        panic::resume_unwind(Box::new(()));
    }));
    assert!(unwound.is_err());
    assert_eq!((lock.is_poisoned(), lock.into_inner().ok()), (false, Some(1)), "locked while it unwinds");
}

#[test]
fn an_rwlock_is_poisoned_by_writers_only() {
    let lock = RwLock::new(1);
    let panics = |hold: &(dyn Fn() + Sync)| {
        thread::scope(|scope| assert!(scope.spawn(hold).join().is_err()));
        lock.is_poisoned()
    };
    let by_reader = panics(&|| {
        let _held = lock.read();
        panic::resume_unwind(Box::new(()));
    });
    let by_writer = panics(&|| {
        let _held = lock.write();
        panic::resume_unwind(Box::new(()));
    });
    assert_eq!((by_reader, by_writer), (false, true));
}

#[test]
fn transfers_agree_with_plain_numbers() {
    let mut plain = [40_u32, 0, u32::MAX - 30];
    let accounts = Accounts::new(plain);
    let mut seed = 7_u64;
    for _ in 0..5000 {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let [from, to, cents] = [(seed >> 33) % 4, (seed >> 40) % 4, (seed >> 50) % 40];
        let (from, to, cents) = (from as usize, to as usize, cents as u32);
        if from == to {
            continue;
        }
        let possible = from < 3
            && to < 3
            && plain[from] >= cents
            && u64::from(plain[to]) + u64::from(cents) <= u32::MAX.into();
        if possible {
            plain[from] -= cents;
            plain[to] += cents;
        }
        assert_eq!(accounts.transfer(from, to, cents), possible, "{cents} from {from} to {to} of {plain:?}");
        assert_eq!(accounts.total(), plain.iter().map(|&balance| u64::from(balance)).sum());
    }
}

#[test]
fn an_account_does_not_wait_for_itself() {
    let accounts = Arc::new(Accounts::new([5]));
    let share = Arc::clone(&accounts);
    // In a thread that can be left behind: a test that locked twice itself would never end.
    let payment = thread::spawn(move || share.transfer(0, 0, 1));
    let ended = (0..1_000_000).any(|_| {
        thread::yield_now();
        payment.is_finished()
    });
    assert!(ended, "the account is locked twice");
    assert_eq!((payment.join().ok(), accounts.total()), (Some(false), 5));
}

#[test]
fn a_balance_that_cannot_grow_does_not_shrink_the_other() {
    let accounts = Accounts::new([5, u32::MAX]);
    assert!(!accounts.transfer(0, 1, 5));
    assert!(accounts.transfer(1, 0, 5));
    assert!(accounts.transfer(0, 1, 5));
    assert_eq!(accounts.total(), u64::from(u32::MAX) + 5);
}

#[test]
fn both_counters_count_every_reader() {
    let (reads, sharded) = (Reads::default(), ShardedReads::default());
    thread::scope(|scope| {
        for worker in [0, 1, 7, 8, 1000] {
            let (reads, sharded) = (&reads, &sharded);
            scope.spawn(move || {
                for _ in 0..10_000 {
                    reads.add();
                    sharded.add(worker);
                }
            });
        }
    });
    assert_eq!((reads.total(), sharded.total()), (50_000, 50_000));
}

#[test]
fn each_shard_has_cache_lines_of_its_own() {
    assert_eq!(size_of::<ShardedReads>(), ShardedReads::SHARDS * 128);
    assert_eq!(align_of::<ShardedReads>(), 128);
}

#[test]
fn a_quota_is_given_away_to_the_last_article() {
    let quota = Quota::new(10_000);
    let taken: usize = thread::scope(|scope| {
        let readers = [(); 4].map(|()| scope.spawn(|| (0..9_000).filter(|_| quota.take()).count()));
        readers.into_iter().map(|reader| reader.join().unwrap()).sum()
    });
    assert_eq!(taken, 10_000);
    assert!(!quota.take());
}

#[test]
fn there_is_a_verdict_when_all_have_handed_in() {
    let (reviews, forms) = Reviews::new(3);
    let mut sums = Vec::new();
    for (form, mark) in forms.into_iter().zip([3, 0, 4]) {
        assert_eq!(reviews.verdict(), None);
        sums.push(form.hand_in(mark));
    }
    assert_eq!((sums, reviews.verdict()), (vec![None, None, Some(7)], Some(7)));
}

#[test]
fn the_desk_goes_to_the_first_editor() {
    let desk = Desk::default();
    assert_eq!([desk.claim(1), desk.claim(0)], [true, false]);
    assert!(panic::catch_unwind(|| Desk::default().claim(2)).is_err());
}

#[test]
fn a_reader_keeps_the_page_that_was_there() {
    let ticker = Ticker::default();
    ticker.publish("one", |_| ());
    let before = ticker.page();
    assert_eq!(before.shown(), "one\n");
    ticker.publish("two", |_| ());
    assert_eq!((before.lines(), before.shown()), (["one".to_owned()].as_slice(), "one\n"));
    assert_eq!(ticker.page().shown(), "one\ntwo\n", "the copy does not show what the original did");
}

#[test]
fn a_page_is_copied_only_if_somebody_reads_it() {
    let ticker = Ticker::default();
    let place = Arc::as_ptr(&ticker.page());
    let same = |page: &Arc<Page>| assert_eq!(Arc::as_ptr(page), place);
    ticker.publish("one", same);
    assert_eq!(ticker.page().shown(), "one\n");
    ticker.publish("two", same);
    assert_eq!(ticker.page().shown(), "one\ntwo\n");
    let reader = ticker.page();
    ticker.publish("three", |page| assert!(!Arc::ptr_eq(page, &reader)));
}

#[test]
fn a_page_is_made_for_readers_once() {
    let ticker = Ticker::default();
    ticker.publish("no maj in one const", |_| ());
    let page = ticker.page();
    let shown = thread::scope(|scope| {
        [(); 4].map(|()| scope.spawn(|| page.shown())).map(|reader| reader.join().unwrap().as_ptr())
    });
    assert!(shown.iter().all(|&place| place == page.shown().as_ptr()));
    assert_eq!(page.shown(), "no majority in one constituency\n");
}

#[test]
fn readers_come_in_while_a_line_is_announced() {
    let ticker = Ticker::default();
    thread::scope(|scope| {
        ticker.publish("one", |_| {
            let (sender, receiver) = mpsc::channel();
            let ticker = &ticker;
            scope.spawn(move || sender.send(ticker.page().lines().len()));
            assert_eq!(receiver.recv_timeout(LONG), Ok(1));
        });
    });
}

#[test]
fn other_reporters_wait_until_a_line_is_announced() {
    let ticker = Ticker::default();
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        ticker.publish("one", |page| {
            let ticker = &ticker;
            scope.spawn(move || {
                sender.send(()).expect("somebody listens");
                ticker.publish("two", |_| sender.send(()).expect("somebody listens"));
            });
            receiver.recv_timeout(LONG).expect("the other reporter is there");
            for _ in 0..20_000 {
                thread::yield_now();
                assert!(receiver.try_recv().is_err(), "two is announced before one");
            }
            assert_eq!(page.lines(), ["one"]);
        });
    });
    assert_eq!(ticker.page().lines(), ["one", "two"]);
}

#[test]
fn lines_are_announced_in_their_order_and_each_by_its_own_reporter() {
    let ticker = Ticker::default();
    let announced = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for reporter in 0..8 {
            let (ticker, announced) = (&ticker, &announced);
            scope.spawn(move || {
                for number in 0..4000 {
                    let line = format!("{reporter}-{number}");
                    ticker.publish(&line, |page| {
                        assert_eq!(page.lines().last(), Some(&line));
                        thread::yield_now();
                        announced.lock().unwrap().push(line.clone());
                    });
                }
            });
        }
    });
    assert_eq!(ticker.page().lines(), announced.into_inner().unwrap());
}

#[test]
fn an_announcement_that_panics_poisons_nothing() {
    let ticker = Ticker::default();
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        ticker.publish("one", |_| panic::resume_unwind(Box::new(())));
    }));
    assert!(result.is_err());
    ticker.publish("two", |_| ());
    assert_eq!(ticker.page().lines(), ["one", "two"]);
}

#[test]
fn the_table_of_arcs_is_true() {
    let weak_finds = |weak: &Weak<u8>| weak.upgrade().is_some();

    let mut alone = Arc::new(1);
    let place = Arc::as_ptr(&alone);
    *Arc::make_mut(&mut alone) += 1;
    assert_eq!((*alone, Arc::as_ptr(&alone), Arc::get_mut(&mut alone)), (2, place, Some(&mut 2)));

    let weak = Arc::downgrade(&alone);
    assert_eq!(Arc::get_mut(&mut alone), None);
    assert!(weak_finds(&weak));
    *Arc::make_mut(&mut alone) += 1;
    assert_eq!(*alone, 3);
    assert!(Arc::as_ptr(&alone) != place && !weak_finds(&weak));

    let weak = Arc::downgrade(&alone);
    let mut share = Arc::clone(&alone);
    assert_eq!(Arc::get_mut(&mut share), None);
    *Arc::make_mut(&mut share) += 1;
    assert_eq!((*alone, *share), (3, 4));
    let share = Arc::clone(&alone);
    assert_eq!(Arc::into_inner(share), None);
    assert!(weak_finds(&weak));
    assert_eq!(Arc::into_inner(alone), Some(3));
    assert!(!weak_finds(&weak));
}

#[test]
fn a_once_lock_tries_again_after_a_panic_and_a_lazy_lock_never() {
    let once = OnceLock::new();
    let failed =
        panic::catch_unwind(AssertUnwindSafe(|| *once.get_or_init(|| panic::resume_unwind(Box::new(())))));
    assert!(failed.is_err() && once.get().is_none());
    assert_eq!(once.get_or_init(|| 5), &5);
    assert_eq!(once.wait(), &5);

    let calls = AtomicUsize::new(0);
    let lazy = LazyLock::new(|| {
        if calls.fetch_add(1, Ordering::Relaxed) == 0 {
            panic::resume_unwind(Box::new(()));
        }
        5
    });
    for _ in 0..2 {
        assert!(panic::catch_unwind(AssertUnwindSafe(|| *LazyLock::force(&lazy))).is_err());
    }
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}
