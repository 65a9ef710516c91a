//! # A network of weather stations
//!
//! Gauges report when they report, some twice, some never. The centre asks many of them at a time, on one thread, and
//! gives up on some. No runtime is at hand, so you write what is needed: an executor, two combinators over `poll`, and
//! three `async fn`s that may be dropped at any `.await`.
//!
//! Complete the six functions. Nothing may block but `block_on`, and that only while its future waits.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    rc::Rc,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::Duration,
};

/// Readings that nobody has taken yet, and who waits for one.
#[derive(Default)]
pub struct Gauge {
    state: Mutex<(VecDeque<i32>, Vec<Waker>)>,
}

impl Gauge {
    pub fn report(&self, reading: i32) {
        let (readings, waiting) = &mut *self.state.lock().expect("nobody panics while holding it");
        readings.push_back(reading);
        waiting.drain(..).for_each(Waker::wake);
    }

    /// Waits for a reading and takes it. If it is dropped while it waits, it has taken none.
    pub async fn next(&self) -> i32 {
        poll_fn(|context| {
            let (readings, waiting) = &mut *self.state.lock().expect("nobody panics while holding it");
            if let Some(reading) = readings.pop_front() {
                return Poll::Ready(reading);
            }
            waiting.push(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    pub fn left(&self) -> usize {
        self.state.lock().expect("nobody panics while holding it").0.len()
    }
}

/// A gauge, and the stations that report through this one.
#[derive(Default)]
pub struct Station {
    pub gauge: Gauge,
    pub below: Vec<Station>,
}

/// Room to sort readings in. It belongs to one thread.
pub struct Scratch {
    cells: [i32; 1024],
    _of_this_thread: Rc<()>,
}

impl Scratch {
    /// A copy of at most 1024 readings.
    pub fn of(readings: &[i32]) -> Self {
        let mut cells = [0; 1024];
        let count = readings.len().min(1024);
        cells[..count].copy_from_slice(&readings[..count]);
        Self { cells, _of_this_thread: Rc::default() }
    }

    /// The middle one of the first `count`, which must not be 0.
    pub fn median(&mut self, count: usize) -> i32 {
        let cells = &mut self.cells[..count.min(1024)];
        cells.sort_unstable();
        cells[cells.len() / 2]
    }
}

/// For your waker: a thread, and whether the future was woken since its last poll began.
struct Signal {
    thread: Thread,
    woken: AtomicBool,
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Runs a future to its end. It is polled once, and after that once whenever it was woken, never for another reason. In
/// between, the thread is parked.
///
/// What runs inside `poll` may park and unpark this thread, too, for reasons of its own.
pub fn block_on<F: Future>(future: F) -> F::Output {
    // solution:begin
    // hint: `pin!` the future, make a `Waker` from an `Arc<Signal>`, and loop: poll, then wait.
    // hint: `thread::park()` may return at once, and an `unpark` may have been used up. Only `woken` tells the truth.
    // hint: `while !signal.woken.swap(false, Ordering::Acquire) { thread::park(); }`
    let mut future = pin!(future);
    let signal = Arc::new(Signal { thread: thread::current(), woken: AtomicBool::new(false) });
    let waker = Waker::from(Arc::clone(&signal));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        while !signal.woken.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
    // solution:end
}

/// Asks two at the same time: the first `Ok` that comes, `a`'s if both come in the same turn. If both fail, both errors:
/// `a`'s, then `b`'s. Neither is polled again once it has answered.
pub async fn first_ok<T, X>(
    a: impl Future<Output = Result<T, X>>,
    b: impl Future<Output = Result<T, X>>,
) -> Result<T, (X, X)> {
    // solution:begin
    // hint: `pin!` both, and poll both in one `poll_fn(|context| …)`. It is called again and again: what must be kept?
    // hint: Keep the error of each in an `Option` outside the closure, and poll only those that have none.
    // hint: With both there, `take` them; or else say `Poll::Pending`: the wakers have been handed on already.
    let (mut a, mut b) = (pin!(a), pin!(b));
    let (mut error_a, mut error_b) = (None, None);
    poll_fn(|context| {
        if error_a.is_none()
            && let Poll::Ready(answer) = a.as_mut().poll(context)
        {
            match answer {
                Ok(value) => return Poll::Ready(Ok(value)),
                Err(error) => error_a = Some(error),
            }
        }
        if error_b.is_none()
            && let Poll::Ready(answer) = b.as_mut().poll(context)
        {
            match answer {
                Ok(value) => return Poll::Ready(Ok(value)),
                Err(error) => error_b = Some(error),
            }
        }
        match (error_a.take(), error_b.take()) {
            (Some(a), Some(b)) => Poll::Ready(Err((a, b))),
            errors => {
                (error_a, error_b) = errors;
                Poll::Pending
            }
        }
    })
    .await
    // solution:end
}

/// Makes attempts, one after the other, until one brings something, or the alarm is heard: then `None`, even in the middle
/// of an attempt. Of both in the same turn, the attempt counts. An attempt that brings nothing has waited at least once.
pub async fn persist<T>(
    mut attempt: impl AsyncFnMut() -> Option<T>,
    alarm: impl Future<Output = ()>,
) -> Option<T> {
    // solution:begin
    // hint: All attempts together are one future: an `async` block with a loop in it.
    // hint: `pin!` that block and the alarm, and poll one after the other in a `poll_fn`.
    let mut alarm = pin!(alarm);
    let mut attempts = pin!(async {
        loop {
            if let Some(value) = attempt().await {
                break value;
            }
        }
    });
    poll_fn(|context| match attempts.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => alarm.as_mut().poll(context).map(|()| None),
    })
    .await
    // solution:end
}

/// Takes readings until `batch` has `full` of them. It may be dropped at any time: every reading is then in the batch or
/// still at the gauge, and the next call goes on from there.
pub async fn gather(gauge: &Gauge, batch: &mut Vec<i32>, full: usize) {
    // solution:begin
    // hint: What a local variable holds is gone after a drop. What stays?
    // hint: No `.await` between taking a reading and having it in the batch.
    while batch.len() < full {
        batch.push(gauge.next().await);
    }
    // solution:end
}

/// One reading of each station, added up: its own first, then those of the stations below.
pub async fn total(station: &Station) -> i32 {
    // solution:begin
    // ban: block_on because it would block the thread that polls all other futures
    // hint: The future of `total` cannot contain a future of `total` (E0733), but it can contain a pointer to one.
    // hint: `Box::pin(total(below)).await`
    let mut sum = station.gauge.next().await;
    for below in &station.below {
        sum += Box::pin(total(below)).await;
    }
    sum
    // solution:end
}

/// How far the next reading is above the median of the past ones, of which there is at least one.
///
/// The median is that of the past at the first poll. While the future waits, others can add to the past, it can be sent to
/// another thread, and it is smaller than 256 bytes, whatever the size of a `Scratch`.
pub async fn above_median(past: &Mutex<Vec<i32>>, gauge: &Gauge) -> i32 {
    // solution:begin
    // hint: Which values are there while the future waits? `drop` alone does not end the place of a value that was lent.
    // hint: Lock, and make the `Scratch`, in a block, `{ … }`, that returns only the median.
    let median = {
        let past = past.lock().expect("nobody panics while holding it");
        let mut scratch = Scratch::of(&past);
        scratch.median(past.len())
    };
    gauge.next().await - median
    // solution:end
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Pending for that many polls, each of which asks for the next one.
async fn turns(mut count: usize) {
    poll_fn(|context| {
        if count == 0 {
            return Poll::Ready(());
        }
        count -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Runs on a thread of its own what could hang. The limit is never reached otherwise.
fn ends<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, result) = mpsc::channel();
    let worker = thread::spawn(move || {
        let _ = done.send(work());
    });
    match result.recv_timeout(Duration::from_secs(20)) {
        Ok(value) => value,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("it hangs"),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            std::panic::resume_unwind(worker.join().expect_err("it panicked"))
        }
    }
}

#[test]
fn readings_from_another_thread_wake_the_executor() {
    let sum = ends(|| {
        let gauge = Arc::new(Gauge::default());
        let reporter = Arc::clone(&gauge);
        thread::spawn(move || (1..=100).for_each(|reading| reporter.report(reading)));
        block_on(async {
            let mut sum = 0;
            for _ in 0..100 {
                sum += gauge.next().await;
            }
            sum
        })
    });
    assert_eq!(sum, 5050);
}

#[test]
fn a_wake_up_counts_even_if_the_future_parks() {
    let polls = ends(|| {
        let mut polls = 0;
        block_on(poll_fn(|context| {
            polls += 1;
            if polls == 3 {
                return Poll::Ready(polls);
            }
            context.waker().wake_by_ref();
            thread::park();
            Poll::Pending
        }))
    });
    assert_eq!(polls, 3);
}

#[test]
fn the_executor_polls_only_what_was_woken() {
    let polled_when_woken = ends(|| {
        let woken = Arc::new(AtomicBool::new(false));
        let mut polls = 0;
        block_on(poll_fn(|context| {
            polls += 1;
            if polls == 1 {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            if polls == 3 {
                return Poll::Ready(woken.load(Ordering::SeqCst));
            }
            thread::current().unpark();
            let (waker, woken) = (context.waker().clone(), Arc::clone(&woken));
            thread::spawn(move || {
                // Time for a needless poll, should there be one.
                (0..10_000).for_each(|_| thread::yield_now());
                woken.store(true, Ordering::SeqCst);
                waker.wake();
            });
            Poll::Pending
        }))
    });
    assert!(polled_when_woken);
}

#[test]
fn the_first_success_wins_and_a_wins_a_tie() {
    let answer = async |wait, answer: Result<i32, &'static str>| {
        turns(wait).await;
        answer
    };
    let run = |a: (usize, Result<_, _>), b: (usize, Result<_, _>)| {
        let mut first = pin!(first_ok(answer(a.0, a.1), answer(b.0, b.1)));
        (0..10).find_map(|turn| match poll(first.as_mut()) {
            Poll::Ready(answer) => Some((turn, answer)),
            Poll::Pending => None,
        })
    };
    assert_eq!(run((5, Ok(1)), (2, Ok(2))), Some((2, Ok(2))));
    assert_eq!(run((2, Ok(1)), (2, Ok(2))), Some((2, Ok(1))));
    assert_eq!(run((0, Err("a")), (4, Ok(2))), Some((4, Ok(2))));
    assert_eq!(run((4, Ok(1)), (1, Err("b"))), Some((4, Ok(1))));
    assert_eq!(run((3, Err("a")), (1, Err("b"))), Some((3, Err(("a", "b")))));
    assert_eq!(run((1, Err("a")), (3, Err("b"))), Some((3, Err(("a", "b")))));
}

#[test]
fn a_success_does_not_wait_for_the_other_to_be_asked() {
    let mut first = pin!(first_ok(async { Ok::<_, ()>(1) }, std::future::pending()));
    assert_eq!(poll(first.as_mut()), Poll::Ready(Ok(1)));
    let mut second = pin!(first_ok(std::future::pending(), async { Ok::<_, ()>(2) }));
    assert_eq!(poll(second.as_mut()), Poll::Ready(Ok(2)));
}

#[test]
fn attempts_follow_each_other_until_one_brings_something() {
    let mut made = Vec::new();
    let result = {
        let attempt = async || {
            made.push(made.len());
            turns(1).await;
            (made.len() == 3).then_some("reading")
        };
        let mut all = pin!(persist(attempt, std::future::pending()));
        (0..10).find_map(|_| match poll(all.as_mut()) {
            Poll::Ready(result) => Some(result),
            Poll::Pending => None,
        })
    };
    assert_eq!((result, made), (Some(Some("reading")), vec![0, 1, 2]));
}

#[test]
fn one_alarm_is_heard_across_all_attempts_and_in_the_middle_of_one() {
    let made = Cell::new(0);
    let counted = async |wait| {
        made.set(made.get() + 1);
        turns(wait).await;
        None::<()>
    };
    let heard = Cell::new(false);
    let alarm = poll_fn(|_| if heard.get() { Poll::Ready(()) } else { Poll::Pending });
    let mut short = pin!(persist(async || counted(1).await, alarm));
    let answer = (1..20).find_map(|turn| {
        heard.set(turn == 6);
        let polled = poll(short.as_mut());
        polled.is_ready().then_some((turn, polled))
    });
    assert_eq!(answer, Some((6, Poll::Ready(None))));
    assert!(
        (5..=6).contains(&made.get()),
        "five attempts failed before the alarm, the last in the same turn"
    );

    let mut endless = pin!(persist(std::future::pending::<Option<()>>, turns(2)));
    assert_eq!((1..10).find(|_| poll(endless.as_mut()) == Poll::Ready(None)), Some(3));

    let mut tie = pin!(persist(async || Some(7), async {}));
    assert_eq!(poll(tie.as_mut()), Poll::Ready(Some(7)));
}

#[test]
fn a_batch_survives_that_its_gathering_is_dropped() {
    let gauge = Gauge::default();
    let mut batch = vec![0];
    for round in 1..=3 {
        gauge.report(round);
        let mut future = Box::pin(gather(&gauge, &mut batch, 5));
        assert!(poll(future.as_mut()).is_pending());
    }
    assert_eq!((batch.as_slice(), gauge.left()), ([0, 1, 2, 3].as_slice(), 0));
    (4..=6).for_each(|reading| gauge.report(reading));
    assert!(poll(pin!(gather(&gauge, &mut batch, 5))).is_ready());
    assert_eq!((batch.as_slice(), gauge.left()), ([0, 1, 2, 3, 4].as_slice(), 2));
    assert!(poll(pin!(gather(&gauge, &mut batch, 2))).is_ready());
    assert_eq!((batch.len(), gauge.left()), (5, 2), "it is full already");
}

#[test]
fn stations_are_added_up_from_the_top() {
    let network = Station {
        below: vec![Station { below: vec![Station::default()], ..Station::default() }, Station::default()],
        ..Station::default()
    };
    let order = [&network, &network.below[0], &network.below[0].below[0], &network.below[1]];
    let asked = RefCell::new(Vec::new());
    let mut sum = pin!(total(&network));
    for (position, station) in order.iter().enumerate() {
        assert!(poll(sum.as_mut()).is_pending());
        asked.borrow_mut().push(station.gauge.state.lock().unwrap().1.len());
        station.gauge.report(10_i32.pow(position as u32));
    }
    assert_eq!(poll(sum), Poll::Ready(1111));
    assert_eq!(*asked.borrow(), [1, 1, 1, 1], "each was asked when it was its turn");
}

#[test]
fn the_median_leaves_its_scratch_behind_before_it_waits() {
    fn sendable<T: Send>(future: T) -> T {
        future
    }
    let (gauge, past) = (Gauge::default(), Mutex::new(vec![5, 1, 9]));
    let mut above = pin!(sendable(above_median(&past, &gauge)));
    assert!(poll(above.as_mut()).is_pending());
    past.try_lock().expect("nobody holds it now").extend([100, 100, 100]);
    gauge.report(12);
    assert_eq!(poll(above), Poll::Ready(7));
    assert!(size_of_val(&above_median(&past, &gauge)) < 256);
}
