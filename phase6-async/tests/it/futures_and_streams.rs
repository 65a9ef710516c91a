use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet, VecDeque},
    future::poll_fn,
    marker::{PhantomData, PhantomPinned},
    num::NonZeroUsize,
    panic::{self, AssertUnwindSafe},
    pin::{Pin, pin},
    ptr,
    rc::Rc,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    task::{Context, Poll, RawWaker, RawWakerVTable, Wake, Waker, ready},
    thread,
    time::Duration,
};

use futures::{
    FutureExt, Stream, StreamExt,
    channel::mpsc as channel,
    future::Either,
    lock,
    stream::{self, FusedStream, FuturesUnordered},
};
use phase6_async::futures_and_streams::{
    batches::{Batches, archive, next_batch},
    crawl::{Crawl, Page, stored},
    delivery::{Courier, Delivery, Lost, delivery},
    until::{ByHand, Until},
};

/// A task that does nothing when it is woken, but counts it.
#[derive(Default)]
struct Task {
    wakes: AtomicUsize,
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.wakes.fetch_add(1, Ordering::SeqCst);
    }
}

impl Task {
    fn new() -> Arc<Self> {
        Arc::default()
    }

    fn poll<F: Future + ?Sized>(self: &Arc<Self>, future: Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(&Waker::from(Arc::clone(self))))
    }

    /// Polls as an executor does: once, and then for as long as there were wakes meanwhile.
    fn run<F: Future + ?Sized>(self: &Arc<Self>, mut future: Pin<&mut F>) -> Poll<F::Output> {
        for _ in 0..10_000 {
            self.wakes.store(0, Ordering::SeqCst);
            let poll = self.poll(future.as_mut());
            if poll.is_ready() || self.wakes() == 0 {
                return poll;
            }
        }
        panic!("the future keeps waking its task");
    }

    fn wakes(&self) -> usize {
        self.wakes.load(Ordering::SeqCst)
    }

    /// How many wakers of this task somebody has kept.
    fn kept(self: &Arc<Self>) -> usize {
        Arc::strong_count(self) - 1
    }
}

fn size(size: usize) -> NonZeroUsize {
    NonZeroUsize::new(size).expect("sizes here are not 0")
}

struct Lcg(u32);

impl Lcg {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) as usize % bound
    }
}

#[test]
fn a_delivery_wakes_the_task_that_polled_last_and_no_other() {
    let (courier, mut parcel) = delivery();
    let (first, second) = (Task::new(), Task::new());
    assert_eq!(first.poll(Pin::new(&mut parcel)), Poll::Pending);
    assert_eq!(second.poll(Pin::new(&mut parcel)), Poll::Pending);
    assert_eq!((first.kept(), second.kept()), (0, 1));
    courier.deliver("Emma");
    assert_eq!((first.wakes(), second.wakes(), second.kept()), (0, 1, 0));
    assert_eq!(second.poll(Pin::new(&mut parcel)), Poll::Ready(Ok("Emma")));
}

/// A delivery that passes the waker of its first poll on, whoever polls it later.
struct FirstWaker<T>(Delivery<T>, Option<Waker>);

impl<T> Future for FirstWaker<T> {
    type Output = Result<T, Lost>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let first = self.1.get_or_insert_with(|| context.waker().clone()).clone();
        Pin::new(&mut self.0).poll(&mut Context::from_waker(&first))
    }
}

#[test]
fn a_future_that_keeps_its_first_waker_is_stuck_once_it_has_moved_to_another_task() {
    let ((courier, right), (other_courier, wrong)) = (delivery(), delivery());
    let (mut right, mut wrong) = (right, FirstWaker(wrong, None));
    assert_eq!(((&mut right).now_or_never(), (&mut wrong).now_or_never()), (None, None));

    let (task, other) = (Task::new(), Task::new());
    let (mut right, mut wrong) = (FuturesUnordered::from_iter([right]), FuturesUnordered::from_iter([wrong]));
    assert!(task.run(right.next().as_mut_pin()).is_pending());
    assert!(other.run(wrong.next().as_mut_pin()).is_pending());
    courier.deliver(1);
    other_courier.deliver(1);
    assert_eq!((task.wakes(), other.wakes()), (1, 0), "the value is there, and nobody was told");
    assert_eq!(task.run(right.next().as_mut_pin()), Poll::Ready(Some(Ok(1))));
    assert!(other.run(wrong.next().as_mut_pin()).is_pending(), "the set polls only what was woken");
}

/// `Pin::new(&mut it)` for temporaries that are `Unpin`.
trait AsMutPin: Unpin {
    fn as_mut_pin(&mut self) -> Pin<&mut Self> {
        Pin::new(self)
    }
}

impl<F: Unpin> AsMutPin for F {}

static CLONES: AtomicUsize = AtomicUsize::new(0);
static CLONES_COUNTED: RawWakerVTable = RawWakerVTable::new(
    |data| {
        CLONES.fetch_add(1, Ordering::SeqCst);
        RawWaker::new(data, &CLONES_COUNTED)
    },
    |_| {},
    |_| {},
    |_| {},
);

#[test]
fn spurious_polls_change_nothing_and_clone_one_waker() {
    // SAFETY: the functions of the table do not use the data, and may be called by any thread in any order.
    let waker = unsafe { Waker::new(ptr::null(), &CLONES_COUNTED) };
    let (courier, mut parcel) = delivery();
    for _ in 0..10 {
        assert!(Pin::new(&mut parcel).poll(&mut Context::from_waker(&waker)).is_pending());
    }
    assert_eq!(CLONES.load(Ordering::SeqCst), 1);
    courier.deliver(1);
    assert_eq!(Pin::new(&mut parcel).poll(&mut Context::from_waker(&waker)), Poll::Ready(Ok(1)));
}

#[test]
fn a_courier_that_is_dropped_wakes_too_and_the_delivery_is_lost() {
    let (courier, mut parcel) = delivery::<u8>();
    let task = Task::new();
    assert_eq!(task.poll(Pin::new(&mut parcel)), Poll::Pending);
    drop(courier);
    assert_eq!(task.wakes(), 1);
    assert_eq!(task.poll(Pin::new(&mut parcel)), Poll::Ready(Err(Lost)));
}

#[test]
fn a_delivery_that_is_dropped_leaves_its_waker_behind() {
    let (courier, mut parcel) = delivery();
    let task = Task::new();
    assert_eq!(task.poll(Pin::new(&mut parcel)), Poll::Pending);
    drop(parcel);
    courier.deliver(1);
    assert_eq!(task.wakes(), 1);
}

#[test]
fn a_parcel_is_handed_out_once() {
    let (courier, mut parcel) = delivery();
    courier.deliver(1);
    assert_eq!((&mut parcel).now_or_never(), Some(Ok(1)));
    assert_eq!(parcel.now_or_never(), Some(Err(Lost)));
}

/// Polls the delivery inside of `wake`, on the thread of the courier.
struct Eager {
    parcel: Mutex<Delivery<u8>>,
    got: Mutex<Option<u8>>,
}

impl Wake for Eager {
    fn wake(self: Arc<Self>) {
        let mut parcel = self.parcel.lock().expect("nobody panics here");
        let poll = Pin::new(&mut *parcel).poll(&mut Context::from_waker(Waker::noop()));
        *self.got.lock().expect("nobody panics here") = match poll {
            Poll::Ready(Ok(parcel)) => Some(parcel),
            _ => None,
        };
    }
}

#[test]
fn a_waker_may_poll_at_once() {
    let (courier, parcel) = delivery();
    let task = Arc::new(Eager { parcel: Mutex::new(parcel), got: Mutex::default() });
    let waker = Waker::from(Arc::clone(&task));
    let poll = Pin::new(&mut *task.parcel.lock().unwrap()).poll(&mut Context::from_waker(&waker));
    assert!(poll.is_pending());
    let (done, is_done) = mpsc::channel();
    thread::spawn(move || {
        courier.deliver(7);
        done.send(()).unwrap();
    });
    is_done.recv_timeout(Duration::from_secs(20)).expect("the lock is free when the waker runs");
    assert_eq!(*task.got.lock().unwrap(), Some(7));
}

#[test]
fn a_delivery_crosses_threads() {
    for round in 0..100 {
        let (courier, mut parcel) = delivery();
        let sender = thread::spawn(move || courier.deliver(round));
        let task = Task::new();
        let first = task.poll(Pin::new(&mut parcel));
        sender.join().unwrap();
        if first.is_pending() {
            assert_eq!(task.wakes(), 1);
            assert_eq!(task.poll(Pin::new(&mut parcel)), Poll::Ready(Ok(round)));
        } else {
            assert_eq!((first, task.wakes()), (Poll::Ready(Ok(round)), 0));
        }
    }
}

#[test]
fn several_wakes_are_one_poll() {
    let (polls, waker) = (Cell::new(0), RefCell::new(None));
    let inner = poll_fn(|context| {
        polls.set(polls.get() + 1);
        *waker.borrow_mut() = Some(context.waker().clone());
        Poll::<()>::Pending
    });
    let mut set = FuturesUnordered::from_iter([inner]);
    let task = Task::new();
    assert!(task.poll(set.next().as_mut_pin()).is_pending());
    for _ in 0..3 {
        waker.borrow().as_ref().expect("kept at the first poll").wake_by_ref();
    }
    assert!(task.poll(set.next().as_mut_pin()).is_pending());
    assert_eq!(polls.get(), 2);
    assert!(task.poll(set.next().as_mut_pin()).is_pending(), "a spurious poll");
    assert_eq!(polls.get(), 2, "does not reach what was not woken");
}

/// Work that must be dropped where it was polled, and says when that was.
struct Anchored<'a> {
    parcel: Delivery<u8>,
    place: Cell<Option<*const Self>>,
    dropped: &'a Cell<u32>,
    _pinned: PhantomPinned,
}

impl<'a> Anchored<'a> {
    fn new(dropped: &'a Cell<u32>) -> (Courier<u8>, Self) {
        let (courier, parcel) = delivery();
        (courier, Self { parcel, place: Cell::default(), dropped, _pinned: PhantomPinned })
    }
}

impl Future for Anchored<'_> {
    type Output = Result<u8, Lost>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let place = ptr::from_ref(&*self);
        assert!(self.place.replace(Some(place)).is_none_or(|before| before == place), "moved between polls");
        // SAFETY: `parcel` is `Unpin`, and nothing else is touched.
        let this = unsafe { self.get_unchecked_mut() };
        this.parcel.poll_unpin(context)
    }
}

impl Drop for Anchored<'_> {
    fn drop(&mut self) {
        assert!(self.place.get().is_none_or(|place| place == ptr::from_ref(self)), "moved before its end");
        self.dropped.set(self.dropped.get() + 1);
    }
}

/// Holds one of the two implementations to all that is promised of both.
fn check_until<'a, U>(dropped: &'a Cell<u32>, until: impl Fn(Anchored<'a>, Delivery<()>) -> U)
where
    U: Future<Output = Option<Result<u8, Lost>>>,
{
    let setup = || {
        let ((courier, work), (signal, stop)) = (Anchored::new(dropped), delivery());
        (courier, signal, Box::pin(until(work, stop)))
    };

    let (task, (courier, signal, mut whole)) = (Task::new(), setup());
    assert_eq!(task.poll(whole.as_mut()), Poll::Pending);
    assert_eq!(task.kept(), 2, "either of them may wake");
    courier.deliver(7);
    assert_eq!(task.wakes(), 1);
    assert_eq!(task.poll(whole.as_mut()), Poll::Ready(Some(Ok(7))));
    assert_eq!(dropped.take(), 1, "the work is dropped before the whole is");
    let again = panic::catch_unwind(AssertUnwindSafe(|| task.poll(whole.as_mut())));
    assert!(again.is_err(), "it was ready before");
    drop((whole, signal));
    assert_eq!(dropped.take(), 0);

    let (task, (courier, signal, mut whole)) = (Task::new(), setup());
    assert_eq!(task.poll(whole.as_mut()), Poll::Pending);
    signal.deliver(());
    assert_eq!(task.wakes(), 1);
    assert_eq!(dropped.take(), 0, "a signal alone drops nothing");
    assert_eq!(task.poll(whole.as_mut()), Poll::Ready(None));
    assert_eq!(dropped.take(), 1, "the work is dropped before the whole is");
    drop((courier, whole));

    let (task, (courier, signal, mut whole)) = (Task::new(), setup());
    courier.deliver(9);
    signal.deliver(());
    assert_eq!(task.poll(whole.as_mut()), Poll::Ready(Some(Ok(9))), "a result is not thrown away");
    drop(whole);
    assert_eq!(dropped.take(), 1);

    let (task, (_courier, _signal, mut whole)) = (Task::new(), setup());
    assert_eq!(task.poll(whole.as_mut()), Poll::Pending);
    drop(whole);
    assert_eq!(
        (dropped.take(), task.kept()),
        (1, 2),
        "work that was polled is dropped with the whole, in its place"
    );
}

#[test]
fn until_stops_work_in_its_place() {
    let dropped = Cell::new(0);
    check_until(&dropped, |work, stop| Until::new(work, stop.map(|_| ())));
}

#[test]
fn until_by_hand_stops_work_in_its_place() {
    let dropped = Cell::new(0);
    check_until(&dropped, |work, stop| ByHand::new(work, stop.map(|_| ())));
}

/// For a `T` that is `Unpin`, the constant of this type, which goes before that of a trait.
struct Is<T>(PhantomData<T>);

impl<T: Unpin> Is<T> {
    const UNPIN: bool = true;
}

trait IsNot {
    const UNPIN: bool = false;
}

impl<T> IsNot for Is<T> {}

#[test]
fn until_is_unpin_if_both_of_its_parts_are_and_only_then() {
    type Pinned = PhantomPinned;
    let macros = [Is::<Until<(), ()>>::UNPIN, Is::<Until<Pinned, ()>>::UNPIN, Is::<Until<(), Pinned>>::UNPIN];
    let by_hand =
        [Is::<ByHand<(), ()>>::UNPIN, Is::<ByHand<Pinned, ()>>::UNPIN, Is::<ByHand<(), Pinned>>::UNPIN];
    assert_eq!((macros, by_hand), ([true, false, false], [true, false, false]));
}

/// Yields what is `Some`, is pending at each `None`, and must not be asked after its end.
struct Script {
    steps: VecDeque<Option<u32>>,
    ended: bool,
}

impl Script {
    fn new(steps: impl IntoIterator<Item = Option<u32>>) -> Self {
        Self { steps: steps.into_iter().collect(), ended: false }
    }
}

impl Stream for Script {
    type Item = u32;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<u32>> {
        assert!(!self.ended, "asked after its end");
        match self.steps.pop_front() {
            Some(None) => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Some(item) => Poll::Ready(item),
            None => {
                self.ended = true;
                Poll::Ready(None)
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.steps.iter().flatten().count();
        // After its end, a stream may say anything.
        if self.ended { (9, None) } else { (left, Some(left)) }
    }
}

#[test]
fn batches_are_the_chunks_of_the_stream_whenever_its_items_come() {
    let mut random = Lcg(7);
    for round in 0..500 {
        let steps: Vec<_> =
            (0..random.below(20)).map(|n| (random.below(3) > 0).then_some(n as u32)).collect();
        let items: Vec<u32> = steps.iter().copied().flatten().collect();
        let size = size(1 + random.below(5));
        let mut expected = items.chunks(size.get()).map(<[u32]>::to_vec);
        let mut batches = Batches::new(Script::new(steps), size);
        loop {
            assert_eq!(batches.size_hint(), (expected.len(), Some(expected.len())), "round {round}");
            let task = Task::new();
            let next = loop {
                match task.poll(batches.next().as_mut_pin()) {
                    Poll::Ready(next) => break next,
                    Poll::Pending => {
                        assert_eq!(
                            batches.size_hint(),
                            (expected.len(), Some(expected.len())),
                            "round {round}"
                        );
                    }
                }
            };
            let end = next.is_none();
            assert_eq!(next, expected.next(), "round {round}");
            if end {
                break;
            }
        }
        assert!(batches.is_terminated());
        assert_eq!(batches.next().now_or_never(), Some(None), "and so it stays");
    }
}

/// Yields one item, and may have as many more as can be counted.
struct Vast(bool);

impl Stream for Vast {
    type Item = ();

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<()>> {
        if std::mem::replace(&mut self.0, true) { Poll::Pending } else { Poll::Ready(Some(())) }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(usize::MAX))
    }
}

#[test]
fn a_hint_never_promises_less_than_there_may_be() {
    let mut batches = Batches::new(Vast(false), size(2));
    assert_eq!(batches.size_hint(), (0, Some(usize::MAX.div_ceil(2))));
    assert_eq!(batches.next().now_or_never(), None);
    assert_eq!(batches.size_hint(), (1, None), "one has come, and the sum has no number");
    assert!(!batches.is_terminated());
    assert!(!Batches::new(stream::pending::<u8>(), size(2)).is_terminated(), "empty, but not at its end");
}

#[test]
fn a_dropped_next_loses_nothing_and_a_dropped_next_batch_its_items() {
    let steps = || Script::new([Some(1), Some(2), None, Some(3), Some(4)]);
    let mut batches = Batches::new(steps(), size(3));
    assert_eq!(batches.next().now_or_never(), None);
    assert_eq!(batches.next().now_or_never(), Some(Some(vec![1, 2, 3])));

    let mut items = steps();
    assert_eq!(next_batch(&mut items, size(3)).now_or_never(), None);
    let mut items = items.fuse();
    assert_eq!(next_batch(&mut items, size(3)).now_or_never(), Some(vec![3, 4]), "1 and 2 are gone");
}

#[test]
fn what_has_arrived_can_be_taken_before_it_is_a_batch() {
    let mut batches = pin!(Batches::new(Script::new([Some(1), Some(2), None, Some(3)]), size(3)));
    assert!(batches.as_mut().take().is_empty());
    assert_eq!(batches.next().now_or_never(), None);
    assert_eq!(batches.as_mut().take(), [1, 2]);
    assert_eq!(batches.next().now_or_never(), Some(Some(vec![3])));
}

#[test]
fn pages_are_saved_when_a_batch_is_full_at_ticks_and_at_the_end() {
    let (pages, incoming) = channel::unbounded();
    let (tick, mut ticks) = channel::unbounded();
    let mut ended = false;
    let ticks = stream::poll_fn(move |context| {
        assert!(!ended, "asked after its end");
        let tick = ready!(ticks.poll_next_unpin(context));
        ended = tick.is_none();
        Poll::Ready(tick)
    });
    let saved = RefCell::new(Vec::new());
    let mut archive = pin!(archive(incoming, ticks, size(3), async |batch| saved.borrow_mut().push(batch)));
    let task = Task::new();
    let mut after = |step: &dyn Fn()| {
        step();
        (task.run(archive.as_mut()).is_ready(), saved.take())
    };
    let page = |n| pages.unbounded_send(n).unwrap();
    let tick = RefCell::new(Some(tick));
    let tick_now = || tick.borrow().as_ref().expect("not dropped yet").unbounded_send(()).unwrap();

    assert_eq!(after(&|| (1..=2).for_each(page)), (false, vec![]));
    assert_eq!(after(&|| page(3)), (false, vec![vec![1, 2, 3]]));
    assert_eq!(after(&|| (4..=5).for_each(page)), (false, vec![]));
    assert_eq!(
        after(&tick_now),
        (false, vec![vec![4, 5]]),
        "nothing was lost with the `next` that was dropped"
    );
    assert_eq!(after(&tick_now), (false, vec![]), "nothing came, nothing is saved");
    assert_eq!(after(&|| drop(tick.take())), (false, vec![]), "no more ticks");
    assert_eq!(after(&|| (6..=9).for_each(page)), (false, vec![vec![6, 7, 8]]));
    assert_eq!(after(&|| pages.close_channel()), (true, vec![vec![9]]));
}

#[test]
fn nothing_is_taken_from_the_source_while_a_batch_is_saved() {
    let taken = Cell::new(0);
    let pages = stream::iter(1..=10).inspect(|_| taken.set(taken.get() + 1));
    let (courier, stored) = delivery();
    let stored = stored.shared();
    let mut archive = pin!(archive(pages, stream::pending(), size(3), async |_| {
        let _ = stored.clone().await;
    }));
    let task = Task::new();
    assert_eq!(task.run(archive.as_mut()), Poll::Pending);
    assert_eq!(taken.get(), 3);
    courier.deliver(());
    assert_eq!(task.run(archive.as_mut()), Poll::Ready(()));
    assert_eq!(taken.get(), 10);
}

/// Answers when the test says so, and knows what is in flight.
#[derive(Default)]
struct Publisher {
    asked: RefCell<Vec<String>>,
    in_flight: RefCell<BTreeMap<String, Courier<Page>>>,
}

impl Publisher {
    fn fetch(&self, path: String) -> impl Future<Output = Page> + use<> {
        let (courier, page) = delivery();
        self.asked.borrow_mut().push(path.clone());
        assert!(self.in_flight.borrow_mut().insert(path, courier).is_none(), "asked for twice");
        page.map(|page| page.expect("the publisher answers"))
    }

    fn answer(&self, path: &str, links: &[&str]) {
        let links = links.iter().map(|link| String::from(*link)).collect();
        let courier = self.in_flight.borrow_mut().remove(path).expect("asked for");
        courier.deliver(Page { path: path.into(), links });
    }

    fn in_flight(&self) -> Vec<String> {
        self.in_flight.borrow().keys().cloned().collect()
    }
}

#[test]
fn a_crawl_starts_nothing_before_it_is_polled_and_nothing_beyond_its_limit() {
    let publisher = Publisher::default();
    let mut crawl = Crawl::new("/", size(2), |path| publisher.fetch(path));
    let task = Task::new();
    assert!(publisher.asked.borrow().is_empty());
    assert!(task.poll(crawl.next().as_mut_pin()).is_pending());
    assert_eq!(publisher.in_flight(), ["/"]);

    publisher.answer("/", &["/a", "/b", "/", "/a", "/c"]);
    let root = task.poll(crawl.next().as_mut_pin());
    assert!(matches!(root, Poll::Ready(Some(page)) if page.path == "/"));
    assert!(
        publisher.in_flight().is_empty(),
        "a page that was handed out is not replaced before the next poll"
    );
    assert!(task.poll(crawl.next().as_mut_pin()).is_pending());
    assert_eq!(publisher.in_flight(), ["/a", "/b"]);

    publisher.answer("/b", &["/a"]);
    assert_eq!(publisher.in_flight(), ["/a"], "nobody has polled");
    let second = task.poll(crawl.next().as_mut_pin());
    assert!(matches!(second, Poll::Ready(Some(page)) if page.path == "/b"), "as they come");
    assert!(task.poll(crawl.next().as_mut_pin()).is_pending());
    assert_eq!(publisher.in_flight(), ["/a", "/c"]);
    publisher.answer("/a", &[]);
    publisher.answer("/c", &["/b"]);
    let rest: Poll<Vec<_>> = task.poll(pin!(crawl.by_ref().map(|page| page.path).collect()));
    assert_eq!(rest, Poll::Ready(vec!["/a".into(), "/c".into()]));
    assert_eq!(crawl.next().now_or_never(), Some(None));
}

#[test]
fn a_crawl_finds_what_can_be_reached_each_page_once() {
    let mut random = Lcg(3);
    for round in 0..200 {
        let count = 1 + random.below(15);
        let links: Vec<Vec<usize>> =
            (0..count).map(|_| (0..random.below(4)).map(|_| random.below(count)).collect()).collect();
        let mut reachable = BTreeSet::from([0]);
        for _ in 0..count {
            let more: Vec<usize> = reachable.iter().flat_map(|&page: &usize| links[page].clone()).collect();
            reachable.extend(more);
        }

        let publisher = Publisher::default();
        let limit = 1 + random.below(4);
        let mut crawl = Crawl::new("0", size(limit), |path| publisher.fetch(path));
        let (task, mut found) = (Task::new(), Vec::new());
        loop {
            match task.poll(crawl.next().as_mut_pin()) {
                Poll::Ready(Some(page)) => {
                    found.push(page.path.parse().expect("a number"));
                    assert!(found.len() <= count, "round {round}");
                }
                Poll::Ready(None) => break,
                Poll::Pending => {
                    let in_flight = publisher.in_flight();
                    assert!((1..=limit).contains(&in_flight.len()), "round {round}");
                    let path = &in_flight[random.below(in_flight.len())];
                    let found: Vec<String> = links[path.parse::<usize>().expect("a number")]
                        .iter()
                        .map(usize::to_string)
                        .collect();
                    publisher.answer(path, &found.iter().map(String::as_str).collect::<Vec<_>>());
                }
            }
        }
        assert_eq!(found.len(), reachable.len(), "round {round}");
        assert_eq!(found.into_iter().collect::<BTreeSet<usize>>(), reachable, "round {round}");
    }
}

fn paths(paths: &[&str]) -> Vec<String> {
    paths.iter().map(|path| String::from(*path)).collect()
}

#[test]
fn stored_keeps_its_limit_and_stores_each_page_in_its_own_future() {
    let (publisher, disk) = (Publisher::default(), RefCell::new(VecDeque::new()));
    let fetch = |path| publisher.fetch(path);
    let store = |page: Page| {
        let (courier, done) = delivery();
        disk.borrow_mut().push_back(courier);
        done.map(move |_| page.path)
    };
    let mut stored = stored(paths(&["/a", "/b", "/c"]), size(2), fetch, store);
    let task = Task::new();
    assert!(publisher.asked.borrow().is_empty());
    assert!(task.poll(stored.next().as_mut_pin()).is_pending());
    publisher.answer("/a", &[]);
    assert!(task.poll(stored.next().as_mut_pin()).is_pending());
    assert_eq!(publisher.in_flight(), ["/b"], "/a is being stored, and counts");
    disk.borrow_mut().pop_front().expect("one page came").deliver(());
    assert_eq!(task.poll(stored.next().as_mut_pin()), Poll::Ready(Some("/a".into())));
    assert!(task.poll(stored.next().as_mut_pin()).is_pending());
    assert_eq!(publisher.in_flight(), ["/b", "/c"]);
}

/// Fetching `/b` holds the lock that storing needs. Both pages are answered, in the order `/a`, `/b`.
fn ends_with_a_shared_lock<F: Future>(
    archive: impl FnOnce(Rc<Publisher>, Rc<lock::Mutex<()>>) -> F,
) -> (bool, usize) {
    let (publisher, lock) = (Rc::new(Publisher::default()), Rc::default());
    let mut archive = pin!(archive(Rc::clone(&publisher), lock));
    let task = Task::new();
    assert!(task.run(archive.as_mut()).is_pending());
    assert_eq!(publisher.in_flight(), ["/a", "/b"]);
    publisher.answer("/a", &[]);
    assert!(task.run(archive.as_mut()).is_pending());
    publisher.answer("/b", &[]);
    let wakes = task.wakes();
    (task.run(archive.as_mut()).is_ready(), wakes)
}

async fn fetch(path: String, publisher: Rc<Publisher>, lock: Rc<lock::Mutex<()>>) -> Page {
    let _guard = if path == "/b" { Some(lock.lock().await) } else { None };
    publisher.fetch(path).await
}

#[test]
fn a_loop_that_awaits_between_two_pages_can_wait_for_what_only_it_could_poll() {
    let (ended, wakes) = ends_with_a_shared_lock(|publisher, lock| async move {
        let mut pages = stream::iter(paths(&["/a", "/b"]))
            .map(|path| fetch(path, Rc::clone(&publisher), Rc::clone(&lock)))
            .buffer_unordered(2);
        while let Some(_page) = pages.next().await {
            lock.lock().await;
        }
    });
    assert_eq!((ended, wakes), (false, 1), "/b is woken, and nobody polls it");

    let (ended, _) = ends_with_a_shared_lock(|publisher, lock| async move {
        let fetch = |path| fetch(path, Rc::clone(&publisher), Rc::clone(&lock));
        let store = |_page| async {
            lock.lock().await;
        };
        stored(paths(&["/a", "/b"]), size(2), fetch, store).count().await
    });
    assert!(ended);
}

fn lazily<'p>(
    publisher: &'p Publisher,
    all: &[&str],
) -> impl Stream<Item = Pin<Box<dyn Future<Output = Page>>>> + use<'p> {
    stream::iter(paths(all)).map(|path| publisher.fetch(path).boxed_local())
}

/// Lets three of five futures start, answers the second and the third, and says how many have been started then.
fn started(publisher: &Publisher, pages: impl Stream<Item = Page>) -> usize {
    let mut pages = pin!(pages);
    let task = Task::new();
    assert!(task.poll(pages.next().as_mut_pin()).is_pending());
    assert_eq!(publisher.in_flight(), ["/a", "/b", "/c"]);
    publisher.answer("/b", &[]);
    publisher.answer("/c", &[]);
    while task.poll(pages.next().as_mut_pin()).is_ready() {}
    publisher.asked.borrow().len()
}

#[test]
fn buffered_counts_results_that_wait_for_an_earlier_one() {
    let all = ["/a", "/b", "/c", "/d", "/e"];
    let (one, other) = (Publisher::default(), Publisher::default());
    assert_eq!(started(&one, lazily(&one, &all).buffered(3)), 3);
    assert_eq!(started(&other, lazily(&other, &all).buffer_unordered(3)), 5);
}

#[test]
fn a_limit_of_zero_is_a_trap_for_one_and_no_limit_for_the_other() {
    let all = ["/a", "/b", "/c"];
    let (publisher, task) = (Publisher::default(), Task::new());
    let mut stuck = lazily(&publisher, &all).buffer_unordered(0);
    assert!(task.run(stuck.next().as_mut_pin()).is_pending());
    assert!(publisher.asked.borrow().is_empty(), "nothing will ever happen");

    let (publisher, task) = (Publisher::default(), Task::new());
    let mut unbounded =
        pin!(stream::iter(paths(&all)).for_each_concurrent(0, |path| publisher.fetch(path).map(drop)));
    assert!(task.poll(unbounded.as_mut()).is_pending());
    assert_eq!(publisher.in_flight(), all);
}

#[test]
fn a_set_polls_what_was_woken_and_a_loop_polls_everything() {
    let polls = Cell::new(0);
    let thousand = || -> (Vec<_>, Vec<_>) {
        let deliveries = (0..1000).map(|_| delivery());
        let counted = |(courier, mut parcel): (Courier<()>, Delivery<()>)| {
            let polls = &polls;
            let parcel = poll_fn(move |context| {
                polls.set(polls.get() + 1);
                parcel.poll_unpin(context)
            });
            (courier, parcel)
        };
        deliveries.map(counted).unzip()
    };

    let (couriers, parcels) = thousand();
    let mut set = FuturesUnordered::from_iter(parcels);
    assert!(set.next().now_or_never().is_none());
    for courier in couriers {
        courier.deliver(());
        assert!(set.next().now_or_never().is_some());
    }
    assert_eq!(polls.take(), 2000);

    let (couriers, mut parcels) = thousand();
    let mut all = || parcels.retain_mut(|parcel| parcel.now_or_never().is_none());
    all();
    for courier in couriers {
        courier.deliver(());
        all();
    }
    assert_eq!(polls.take(), 501_500);
}

#[test]
fn the_loser_of_a_select_is_handed_back_and_can_go_on() {
    let ((fast, first), (slow, second)) = (delivery(), delivery());
    fast.deliver(1);
    let Some(Either::Left((won, rest))) = futures::future::select(first, second).now_or_never() else {
        panic!("the first was ready");
    };
    slow.deliver(2);
    assert_eq!((won, rest.now_or_never()), (Ok(1), Some(Ok(2))));
}
