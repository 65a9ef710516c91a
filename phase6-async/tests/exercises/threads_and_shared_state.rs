//! # A box office
//!
//! Several windows sell tickets for the shows of one evening, each window in a thread of its own. What they share is
//! small, and each piece of it asks for another means: an atomic, results that are joined, a copy on write, a lock that
//! survives a panic, and two locks at once.
//!
//! Complete the five functions.

use std::{
    cell::Cell,
    collections::{BTreeMap, HashSet},
    num::NonZero,
    ops::Deref,
    panic,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

/// The seats of a hall that are still free. Their number is behind something that leads to it, such as an `Arc`.
pub struct Seats<N>(N);

impl<N: Deref<Target = AtomicU32>> Seats<N> {
    /// Books seats for a group, and returns how many this booking has left; `None`, and nothing changes, if there are
    /// too few. All windows call this at the same time: between any two uses of the number, another one may book.
    pub fn book(&self, group: u32) -> Option<u32> {
        // solution:begin
        // hint: To look at the number and to change it must be one step, or two windows sell the same seat.
        // hint: `try_update` takes a closure from the old number to an `Option` of the new one.
        // hint: What it returns is the number from before. Do not look a second time: compute.
        let before = self.0.try_update(Relaxed, Relaxed, |free| free.checked_sub(group)).ok()?;
        Some(before - group)
        // solution:end
    }
}

#[derive(Debug, PartialEq)]
pub struct Receipt {
    pub show: String,
    pub tickets: u64,
}

/// The takings of every show. At most `windows` threads, all at the same time, ask for the price of each receipt once;
/// names are borrowed from the receipts. If `price` panics, this function panics with the same payload.
pub fn takings(
    receipts: &[Receipt],
    windows: NonZero<usize>,
    price: impl Fn(&Receipt) -> u64 + Sync,
) -> BTreeMap<&str, u64> {
    // solution:begin
    // hint: Which threads may borrow `receipts`, and need no lock for their results?
    // hint: `chunks` in a `thread::scope`, a map for each thread, and one more into which they are merged.
    // hint: Spawn all before you join the first. `chunks(0)` panics.
    // hint: `join` returns the payload in its error; `panic::resume_unwind` goes on with it.
    let share = receipts.len().div_ceil(windows.get()).max(1);
    let price = &price;
    let mut takings = BTreeMap::new();
    thread::scope(|scope| {
        let windows: Vec<_> = receipts
            .chunks(share)
            .map(|receipts| {
                scope.spawn(move || {
                    let mut takings = BTreeMap::new();
                    for receipt in receipts {
                        *takings.entry(receipt.show.as_str()).or_insert(0) += price(receipt);
                    }
                    takings
                })
            })
            .collect();
        for window in windows {
            for (show, cents) in window.join().unwrap_or_else(|payload| panic::resume_unwind(payload)) {
                *takings.entry(show).or_insert(0) += cents;
            }
        }
    });
    takings
    // solution:end
}

#[derive(Debug, Clone, PartialEq)]
pub struct PriceList(pub Vec<u64>);

/// Raises all prices below `minimum` to it. A window that holds the list goes on with the old prices. The list is copied
/// only if a price changes and somebody else holds it.
pub fn raise(prices: &mut Arc<PriceList>, minimum: u64) {
    // solution:begin
    // hint: An `Arc` lends its value for reading only. One function copies it if, and only if, it is shared.
    // hint: `Arc::make_mut` does not know whether you will change anything. Ask that first, through the `Arc`.
    if prices.0.iter().any(|&price| price < minimum) {
        for price in &mut Arc::make_mut(prices).0 {
            *price = minimum.max(*price);
        }
    }
    // solution:end
}

/// The entries of a window. Those after `complete` belong to a sale that is still going on.
#[derive(Debug, Default, PartialEq)]
pub struct Ledger {
    pub entries: Vec<u64>,
    pub complete: usize,
}

/// Locks the ledger. If a thread has panicked in the middle of a sale, what it had entered of this sale is gone, and the
/// ledger is no longer poisoned. A thread that waits for the lock never sees the rest of a sale.
pub fn ledger(ledger: &Mutex<Ledger>) -> MutexGuard<'_, Ledger> {
    // solution:begin
    // require: into_inner because the guard that met the poison must make the repair, before anybody else can lock
    // hint: `lock` has the guard in its error as well.
    // hint: `unwrap_or_else` with a closure that takes the guard out by `into_inner`, repairs, and clears the poison.
    // hint: Truncate only in that closure: a sound ledger is as its last user has left it.
    ledger.lock().unwrap_or_else(|poisoned| {
        let mut guard = poisoned.into_inner();
        let complete = guard.complete;
        guard.entries.truncate(complete);
        ledger.clear_poison();
        guard
    })
    // solution:end
}

/// A hall, and what plays in it. No two halls have the same number.
pub struct Hall {
    pub number: u32,
    pub show: Mutex<String>,
}

/// Exchanges the shows of two halls, which may be the same one. However many windows call this, and in whatever order
/// they name the halls, none of them waits forever: who waits for a hall holds none with a higher number. Both halls are
/// held while the shows change places, so that nobody finds one show in both.
pub fn exchange(one: &Hall, other: &Hall) {
    // solution:begin
    // hint: If two threads lock the same two halls in different orders, each may get one of them.
    // hint: The numbers are an order on which all agree. What about a hall that is exchanged with itself?
    // hint: Sort the two halls by number first, lock the first, then the second, and `mem::swap` the strings.
    if one.number == other.number {
        return;
    }
    let (low, high) = if one.number < other.number { (one, other) } else { (other, one) };
    let mut low = low.show.lock().unwrap_or_else(PoisonError::into_inner);
    let mut high = high.show.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::swap(&mut *low, &mut *high);
    // solution:end
}

#[test]
fn a_group_gets_all_of_its_seats_or_none() {
    let seats = Seats(Arc::new(AtomicU32::new(10)));
    assert_eq!([seats.book(4), seats.book(7), seats.book(6), seats.book(1)], [Some(6), None, Some(0), None]);
    assert_eq!((seats.book(0), seats.0.load(Relaxed)), (Some(0), 0));
}

/// A number at which another window books one seat, right before the use of it that is its `turn`.
struct Busy {
    number: AtomicU32,
    uses: Cell<u32>,
    turn: u32,
    other: Cell<Option<u32>>,
}

impl Deref for Busy {
    type Target = AtomicU32;

    fn deref(&self) -> &AtomicU32 {
        assert!(self.uses.get() < 100, "the booking does not end");
        if self.uses.replace(self.uses.get() + 1) == self.turn {
            let mut free = self.number.load(Relaxed);
            self.other.set(take(&mut free, 1));
            self.number.store(free, Relaxed);
        }
        &self.number
    }
}

/// What a booking is if nobody else is there.
fn take(free: &mut u32, group: u32) -> Option<u32> {
    *free = free.checked_sub(group)?;
    Some(*free)
}

#[test]
fn whoever_comes_in_between_comes_before_or_after() {
    for (free, group) in [(10, 4), (5, 4), (4, 4), (3, 4), (1, 1), (0, 1)] {
        // One after the other, in both orders: what the group is told, what the other window is told, and the number.
        let mut number = free;
        let first = (take(&mut number, group), take(&mut number, 1), number);
        let mut number = free;
        let other = take(&mut number, 1);
        let second = (take(&mut number, group), other, number);

        for turn in 0..8 {
            let number = AtomicU32::new(free);
            let busy = Busy { number, uses: Cell::new(0), turn, other: Cell::new(None) };
            let seats = Seats(busy);
            let group = seats.book(group);
            let Busy { number, uses, other, .. } = seats.0;
            if turn < uses.get() {
                let found = (group, other.get(), number.into_inner());
                assert!([first, second].contains(&found), "{found:?} is neither {first:?} nor {second:?}");
            }
        }
    }
}

fn receipts(shows: &[&str]) -> Vec<Receipt> {
    (1..).zip(shows).map(|(tickets, show)| Receipt { show: show.to_string(), tickets }).collect()
}

#[test]
fn the_takings_of_all_windows_come_together() {
    for number in 0..10 {
        let receipts = receipts(
            &["Faust", "Nora", "Faust", "Medea", "Nora", "Nora", "Faust", "Medea", "Lear"][..number.min(9)],
        );
        let mut plain = BTreeMap::new();
        for receipt in &receipts {
            *plain.entry(receipt.show.as_str()).or_insert(0) += receipt.tickets * 10;
        }
        for windows in 1..6 {
            let (calls, threads) = (AtomicU32::new(0), Mutex::new(HashSet::new()));
            let windows = NonZero::new(windows).expect("there is a window");
            let takings = takings(&receipts, windows, |receipt| {
                calls.fetch_add(1, Relaxed);
                threads.lock().expect("nobody panics").insert(thread::current().id());
                receipt.tickets * 10
            });
            assert_eq!(takings, plain);
            assert_eq!(calls.into_inner() as usize, receipts.len(), "each price is asked for once");
            assert!(threads.into_inner().expect("nobody panicked").len() <= windows.get());
            let borrowed = |show: &str| receipts.iter().any(|receipt| receipt.show.as_ptr() == show.as_ptr());
            assert!(takings.keys().all(|show| borrowed(show)), "names are borrowed");
        }
    }
}

#[test]
fn all_windows_work_at_the_same_time() {
    let (arrived, all) = (Mutex::new(0), Condvar::new());
    let receipts = receipts(&["Faust"; 3]);
    let takings = takings(&receipts, const { NonZero::new(3).unwrap() }, |_| {
        let mut arrived = arrived.lock().expect("nobody panics");
        *arrived += 1;
        all.notify_all();
        // The limit only turns a test that would hang into one that fails.
        let limit = Duration::from_secs(3);
        let met = all.wait_timeout_while(arrived, limit, |arrived| *arrived < 3);
        u64::from(!met.expect("nobody panics").1.timed_out())
    });
    assert_eq!(takings["Faust"], 3);
}

#[test]
fn a_price_that_panics_is_passed_on() {
    let receipts = receipts(&["Faust", "Nora", "Lear"]);
    let result = panic::catch_unwind(|| {
        takings(&receipts, const { NonZero::new(2).unwrap() }, |receipt| match receipt.show.as_str() {
            "Nora" => panic::resume_unwind(Box::new("no price for Nora")),
            _ => 1,
        })
        .len()
    });
    let payload = result.expect_err("there is no price for Nora");
    assert_eq!(payload.downcast_ref(), Some(&"no price for Nora"));
}

#[test]
fn a_window_goes_on_with_the_prices_that_it_has() {
    let mut prices = Arc::new(PriceList(vec![900, 2000, 1200]));
    let window = Arc::clone(&prices);
    raise(&mut prices, 1200);
    assert_eq!((&window.0, &prices.0), (&vec![900, 2000, 1200], &vec![1200, 2000, 1200]));
}

#[test]
fn prices_are_copied_only_if_they_change_and_are_held() {
    let mut prices = Arc::new(PriceList(vec![900, 2000]));
    let place = Arc::as_ptr(&prices);
    raise(&mut prices, 1000);
    assert_eq!((Arc::as_ptr(&prices), &prices.0), (place, &vec![1000, 2000]), "nobody holds them");
    let window = Arc::clone(&prices);
    raise(&mut prices, 1000);
    assert!(Arc::ptr_eq(&prices, &window), "nothing changes");
}

#[test]
fn a_broken_sale_leaves_no_trace() {
    let shared = Mutex::new(Ledger::default());
    for broken in [false, true, false, true] {
        let window = thread::scope(|scope| {
            let window = scope.spawn(|| {
                let mut ledger = ledger(&shared);
                ledger.entries.extend([1200, 900]);
                if broken {
                    panic::resume_unwind(Box::new("the printer is out of paper"));
                }
                ledger.complete = ledger.entries.len();
            });
            window.join()
        });
        assert_eq!((window.is_err(), shared.is_poisoned()), (broken, broken));
    }
    assert_eq!(*ledger(&shared), Ledger { entries: vec![1200, 900, 1200, 900], complete: 4 });
    assert!(!shared.is_poisoned());
}

#[test]
fn a_sound_ledger_is_left_alone() {
    let shared = Mutex::new(Ledger { entries: vec![1, 2, 3], complete: 1 });
    assert_eq!(ledger(&shared).entries, [1, 2, 3]);
}

fn halls() -> [Hall; 2] {
    [(1, "Faust"), (2, "Nora")].map(|(number, show)| Hall { number, show: Mutex::new(show.into()) })
}

#[test]
fn two_halls_exchange_their_shows_and_one_keeps_it() {
    let [one, two] = halls();
    exchange(&one, &two);
    assert_eq!((one.show.lock().unwrap().as_str(), two.show.lock().unwrap().as_str()), ("Nora", "Faust"));
    exchange(&two, &one);
    // In a thread, so that a hall that waits for itself fails the test instead of stopping it.
    let one = Arc::new(one);
    let alone = Arc::clone(&one);
    let window = thread::spawn(move || exchange(&alone, &alone));
    for _ in 0..1_000_000 {
        if window.is_finished() {
            break;
        }
        thread::yield_now();
    }
    assert!(window.is_finished(), "a hall waits for itself");
    assert_eq!(one.show.lock().unwrap().as_str(), "Faust");
}

#[test]
fn whoever_waits_for_the_first_hall_does_not_hold_the_second() {
    for turned in [false, true] {
        let [one, two] = halls();
        let held = one.show.lock().unwrap();
        thread::scope(|scope| {
            let window = scope.spawn(|| if turned { exchange(&two, &one) } else { exchange(&one, &two) });
            let free = (0..200_000).all(|_| {
                thread::yield_now();
                two.show.try_lock().is_ok()
            });
            drop(held);
            window.join().expect("an exchange does not panic");
            assert!(free, "the other window holds hall 2 and waits for hall 1");
        });
        assert_eq!(one.show.lock().unwrap().as_str(), "Nora");
    }
}

#[test]
fn whoever_waits_for_the_second_hall_holds_the_first() {
    for turned in [false, true] {
        let [one, two] = halls();
        let held = two.show.lock().unwrap();
        thread::scope(|scope| {
            let window = scope.spawn(|| if turned { exchange(&two, &one) } else { exchange(&one, &two) });
            let taken = (0..1_000_000).any(|_| {
                thread::yield_now();
                matches!(one.show.try_lock(), Err(TryLockError::WouldBlock))
            });
            drop(held);
            window.join().expect("an exchange does not panic");
            assert!(taken, "a show is on its way, and hall 1 is open");
        });
        assert_eq!(two.show.lock().unwrap().as_str(), "Faust");
    }
}
