use std::{
    cell::Cell,
    collections::BTreeMap,
    future::{pending, ready},
    io::{Write, stderr},
    pin::pin,
    process,
    rc::Rc,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
        mpsc::RecvTimeoutError,
    },
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

use futures::FutureExt;
use phase6_async::tokio_ecosystem::{
    feeds::{Failure, Source, refresh},
    mailing::{Carrier, Counter, FULL, GaveUp, LEAVES_AFTER, Office, PostError},
    proofs::{Reader, count_words},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    runtime::LocalRuntime,
    sync::{Barrier, Semaphore, broadcast, mpsc, oneshot, watch},
    task::{JoinHandle, JoinSet, spawn_blocking, spawn_local, yield_now},
    time::{Instant, sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

const HOUR: Duration = Duration::from_secs(3600);

/// Lets the other tasks of a runtime of one thread run until all of them wait, or for so many rounds.
async fn settle() {
    for _ in 0..100 {
        yield_now().await;
    }
}

/// Ends the test program, with the name of the test, if it is not dropped in time.
///
/// Where the lesson is right, the limit is never reached. A task that never waits keeps the thread of its runtime, so no
/// `timeout` could end a test in which there is one; what can must be on another thread.
struct Watch {
    _alive: std::sync::mpsc::Sender<()>,
}

impl Default for Watch {
    fn default() -> Self {
        let (alive, ended) = std::sync::mpsc::channel();
        let test = thread::current().name().unwrap_or("a test").to_owned();
        thread::spawn(move || {
            if ended.recv_timeout(Duration::from_secs(20)) == Err(RecvTimeoutError::Timeout) {
                // Unlike `eprintln!`, it reaches the terminal although the test has not come to its end.
                let _ = writeln!(stderr(), "{test} hangs");
                process::exit(101);
            }
        });
        Self { _alive: alive }
    }
}

/// Polls once, and keeps the future.
fn poll_once<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    future.poll_unpin(&mut Context::from_waker(Waker::noop()))
}

/// Says so when it is dropped.
struct Alarm(Arc<AtomicBool>);

impl Drop for Alarm {
    fn drop(&mut self) {
        self.0.store(true, SeqCst);
    }
}

/// A flag, and a future that is never ready and raises the flag when it is dropped.
fn endless() -> (Arc<AtomicBool>, impl Future<Output = ()> + Send + 'static) {
    let dropped = Arc::new(AtomicBool::new(false));
    let alarm = Alarm(Arc::clone(&dropped));
    (dropped, async move {
        let _alarm = alarm;
        pending().await
    })
}

// Holders of tasks.

#[tokio::test]
async fn a_task_outlives_its_handle() {
    let (dropped, work) = endless();
    drop(tokio::spawn(work));
    settle().await;
    assert!(!dropped.load(SeqCst));
}

#[tokio::test]
async fn a_set_aborts_its_tasks_when_it_is_dropped() {
    let mut set = JoinSet::new();
    let (dropped, work) = endless();
    set.spawn(work);
    settle().await;
    drop(set);
    assert!(!dropped.load(SeqCst), "an abort is a request: the runtime has not run since");
    settle().await;
    assert!(dropped.load(SeqCst));
}

#[tokio::test]
async fn a_shutdown_of_a_set_waits_until_the_futures_are_gone() {
    let mut set = JoinSet::new();
    let (dropped, work) = endless();
    set.spawn(work);
    settle().await;
    set.shutdown().await;
    assert!(dropped.load(SeqCst));
}

#[tokio::test]
async fn a_tracker_neither_stops_its_tasks_nor_refuses_them_when_closed() {
    let tracker = TaskTracker::new();
    let (dropped, work) = endless();
    tracker.close();
    let task = tracker.spawn(work);
    let other = tracker.clone();
    drop(tracker);
    settle().await;
    assert!(!dropped.load(SeqCst));
    assert!(other.wait().now_or_never().is_none(), "closed, but not empty");
    task.abort();
    other.wait().await;
    assert!(dropped.load(SeqCst));
    other.reopen();
    assert!(other.wait().now_or_never().is_none(), "empty, but not closed");
}

#[tokio::test]
async fn a_panic_stays_in_its_task() {
    let task: JoinHandle<()> = tokio::spawn(async { panic!("expected: a task that panics") });
    assert!(task.await.is_err_and(|error| error.is_panic()));

    let tracker = TaskTracker::new();
    tracker.spawn(async { panic!("expected: a tracked task that panics") });
    tracker.close();
    tracker.wait().await;

    let mut set = JoinSet::new();
    set.spawn(async { panic!("expected: a task of a set that panics") });
    let all = tokio::spawn(set.join_all()).await;
    assert!(all.is_err_and(|error| error.is_panic()), "`join_all` passes it on");
}

#[tokio::test]
async fn a_blocking_closure_that_has_begun_is_not_aborted() {
    let (begun, has_begun) = oneshot::channel();
    let (finish, finishes) = std::sync::mpsc::channel();
    let task = spawn_blocking(move || {
        begun.send(()).expect("the test waits");
        finishes.recv().expect("the test sends")
    });
    has_begun.await.expect("the closure sends");
    task.abort();
    finish.send("its result").expect("the closure waits");
    assert_eq!(task.await.expect("neither aborted nor panicked"), "its result");
}

// What a dropped operation loses. `now_or_never` polls once and drops.

#[tokio::test]
async fn a_dropped_recv_loses_nothing() {
    let (sender, mut receiver) = mpsc::channel(1);
    assert!(receiver.recv().now_or_never().is_none());
    sender.send(1).await.expect("open");
    assert_eq!(receiver.recv().await, Some(1));

    let (sender, mut receiver) = broadcast::channel(1);
    assert!(receiver.recv().now_or_never().is_none());
    sender.send(1).expect("open");
    assert_eq!(receiver.recv().await, Ok(1));

    let (sender, mut receiver) = watch::channel(0);
    assert!(receiver.changed().now_or_never().is_none());
    sender.send(1).expect("open");
    receiver.changed().await.expect("open");
    assert_eq!(*receiver.borrow(), 1);

    let (sender, mut receiver) = oneshot::channel();
    assert!((&mut receiver).now_or_never().is_none());
    sender.send(1).expect("open");
    assert_eq!(receiver.await, Ok(1));
}

#[tokio::test]
async fn a_dropped_join_loses_nothing() {
    let mut task = tokio::spawn(async { 1 });
    assert!((&mut task).now_or_never().is_none());
    assert_eq!(task.await.expect("no panic"), 1);

    let mut set = JoinSet::from_iter([ready(1)]);
    assert!(set.join_next().now_or_never().is_none());
    assert_eq!(set.join_next().await.expect("one task").expect("no panic"), 1);
}

#[tokio::test]
async fn a_dropped_read_loses_nothing_and_a_dropped_read_exact_what_it_has_read() {
    let (mut pipe, mut end) = tokio::io::duplex(8);
    let mut buffer = [0; 4];
    assert!(end.read(&mut buffer).now_or_never().is_none());
    pipe.write_all(b"ab").await.expect("open");
    assert_eq!(end.read(&mut buffer).await.expect("open"), 2);
    assert_eq!(&buffer[..2], b"ab");

    pipe.write_all(b"ab").await.expect("open");
    assert!(end.read_exact(&mut buffer).now_or_never().is_none());
    pipe.write_all(b"cdef").await.expect("open");
    end.read_exact(&mut buffer).await.expect("open");
    assert_eq!(&buffer, b"cdef", "nobody is told that `ab` was there");
}

#[tokio::test]
async fn a_dropped_send_loses_the_message_and_a_dropped_reserve_does_not() {
    let (sender, mut receiver) = mpsc::channel(1);
    sender.send(Arc::new("first")).await.expect("open");
    let message = Arc::new("second");
    assert!(sender.send(Arc::clone(&message)).now_or_never().is_none());
    assert_eq!(Arc::strong_count(&message), 1, "the clone is gone, and not in the queue");

    assert!(sender.reserve().now_or_never().is_none());
    receiver.recv().await.expect("the first");
    sender.reserve().await.expect("open").send(message);
    assert_eq!(receiver.recv().await.as_deref(), Some(&"second"));
}

#[tokio::test]
async fn who_asks_for_a_lock_anew_stands_at_the_end_of_the_queue() {
    let lock = tokio::sync::Mutex::new(());
    let guard = lock.lock().await;
    let (mut first, mut second) = (Box::pin(lock.lock()), Box::pin(lock.lock()));
    assert!(poll_once(&mut first).is_pending() && poll_once(&mut second).is_pending());
    first.set(lock.lock());
    assert!(poll_once(&mut first).is_pending());
    drop(guard);
    assert!(poll_once(&mut first).is_pending());
    assert!(poll_once(&mut second).is_ready());

    let permits = Semaphore::new(0);
    let (mut first, mut second) = (Box::pin(permits.acquire()), Box::pin(permits.acquire()));
    assert!(poll_once(&mut first).is_pending() && poll_once(&mut second).is_pending());
    first.set(permits.acquire());
    assert!(poll_once(&mut first).is_pending());
    permits.add_permits(1);
    assert!(poll_once(&mut first).is_pending());
    assert!(poll_once(&mut second).is_ready());
}

#[tokio::test(start_paused = true)]
async fn a_sleep_that_is_made_anew_starts_anew() {
    let started = Instant::now();
    let mut kept = pin!(sleep(HOUR));
    for _ in 0..2 {
        assert!(timeout(HOUR * 2 / 3, sleep(HOUR)).await.is_err());
    }
    assert!(started.elapsed() > HOUR, "and no sleep of an hour was ever ready");
    assert!(kept.as_mut().now_or_never().is_some(), "except the one that was kept");
}

// The clock of tests.

#[tokio::test(start_paused = true)]
async fn a_paused_clock_jumps_to_the_next_timer_when_no_task_can_run() {
    let (real, paused) = (std::time::Instant::now(), Instant::now());
    let log = Mutex::new(Vec::new());
    let after = async |hours: u32| {
        sleep(HOUR * hours).await;
        log.lock().expect("no panic").push(hours);
    };
    tokio::join!(after(30), after(10), after(20));
    assert_eq!(*log.lock().expect("no panic"), [10, 20, 30]);
    assert!(paused.elapsed() >= HOUR * 30);
    assert!(real.elapsed() < HOUR, "the clock of std is the real one");
}

#[tokio::test(start_paused = true)]
async fn a_paused_clock_stands_still_while_a_blocking_closure_runs() {
    let started = Instant::now();
    let timer = tokio::spawn(sleep(HOUR));
    // The thread of the tasks has nothing to do meanwhile, and still the timer does not fire.
    let blocking = spawn_blocking(|| (0..1000).for_each(|_| thread::yield_now()));
    blocking.await.expect("no panic");
    assert!(started.elapsed() < HOUR && !timer.is_finished());
    timer.await.expect("no panic");
    assert!(started.elapsed() >= HOUR);
}

// feeds

/// A wire with a gate: nothing is fetched before all of the feeds that the gate waits for are asked for.
struct Wire {
    gate: Barrier,
    asked: AtomicUsize,
    dropped: Arc<AtomicBool>,
    _watch: Watch,
}

impl Wire {
    fn new(at_once: usize) -> Arc<Self> {
        let (gate, asked) = (Barrier::new(at_once), AtomicUsize::new(0));
        Arc::new(Self { gate, asked, dropped: Arc::default(), _watch: Watch::default() })
    }
}

impl Source for Wire {
    async fn fetch(&self, name: &str) -> String {
        let _alarm = Alarm(Arc::clone(&self.dropped));
        self.asked.fetch_add(1, SeqCst);
        self.gate.wait().await;
        for _ in 0..10 - name.len() {
            yield_now().await; // long names first
        }
        assert_ne!(name, "weather", "expected: no such feed");
        name.into()
    }
}

#[tokio::test(start_paused = true)]
async fn all_feeds_are_fetched_at_the_same_time_and_returned_in_order() {
    let wire = Wire::new(3);
    let fetched = refresh(&wire, &["a", "bbbbb", "ccc"], |text| text + "!");
    let fetched = timeout(HOUR, fetched).await.expect("all three come to the gate");
    assert_eq!(fetched, [Ok("a!".into()), Ok("bbbbb!".into()), Ok("ccc!".into())]);
    assert_eq!(refresh(&Wire::new(1), &[], |text| text).await, []);
}

#[tokio::test]
async fn a_panic_in_a_fetch_or_in_a_digest_costs_one_result() {
    let digest = |text: String| {
        assert_ne!(text, "b", "expected: a text that nobody can digest");
        match text.as_str() {
            "c" => panic!("expected: a literal"),
            "d" => std::panic::panic_any(7),
            _ => text,
        }
    };
    let names = ["a", "weather", "b", "c", "d"];
    let results = refresh(&Wire::new(5), &names, digest).await;
    assert_eq!(results[0], Ok("a".into()));
    for (position, part) in [(1, "no such feed"), (2, "nobody can digest")] {
        assert!(
            matches!(&results[position], Err(Failure::Panicked(Some(message))) if message.contains(part))
        );
    }
    assert_eq!(results[3], Err(Failure::Panicked(Some("expected: a literal".into()))));
    assert_eq!(results[4], Err(Failure::Panicked(None)));
}

#[tokio::test(start_paused = true)]
async fn who_drops_the_call_stops_the_fetches() {
    let wire = Wire::new(3); // two feeds never open the gate
    assert!(timeout(HOUR, refresh(&wire, &["a", "b"], |text| text)).await.is_err());
    settle().await;
    assert_eq!(wire.asked.load(SeqCst), 2);
    assert!(wire.dropped.load(SeqCst));
    assert_eq!(Arc::strong_count(&wire), 1, "no task holds it any more");
}

#[tokio::test]
async fn a_digest_does_not_block_the_thread_of_the_tasks() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let receiver = Arc::new(Mutex::new(receiver));
    // This digest can end only if the one thread of this runtime goes on while it blocks.
    let digest = move |_| {
        receiver.lock().expect("no panic").recv_timeout(Duration::from_secs(10)).expect("sent in time")
    };
    let wire = Wire::new(1);
    let (results, ()) = tokio::join!(refresh(&wire, &["a"], digest), async {
        settle().await;
        sender.send("sent by the other").expect("received");
    });
    assert_eq!(results, [Ok("sent by the other")]);
}

#[tokio::test]
async fn an_aborted_task_is_no_panic() {
    let task = tokio::spawn(pending::<()>());
    task.abort();
    let failure = Failure::from(task.await.expect_err("it never ends by itself"));
    assert_eq!((failure.clone(), failure.to_string()), (Failure::Aborted, "the task was aborted".into()));
}

// mailing

/// Carries at once, in some time, never, or panics: as the first letter says. Writes down what it has carried.
#[derive(Default)]
struct Van {
    bags: Mutex<Vec<Vec<String>>>,
    _watch: Watch,
}

impl Van {
    fn bags(&self) -> Vec<Vec<String>> {
        self.bags.lock().expect("no panic").clone()
    }
}

impl Carrier for Van {
    async fn carry(&self, letters: &[String]) {
        match letters.first().map_or("an empty bag", String::as_str) {
            "slow" => sleep(HOUR).await,
            "stuck" => pending().await,
            "broken" => panic!("expected: a carrier that panics"),
            _ => {}
        }
        self.bags.lock().expect("no panic").push(letters.to_vec());
    }
}

fn open() -> (Arc<Van>, Counter, Office) {
    let van = Arc::new(Van::default());
    let (counter, office) = Office::open(Arc::clone(&van));
    (van, counter, office)
}

fn post(counter: &Counter, letter: &str) -> JoinHandle<Result<usize, PostError>> {
    let (counter, letter) = (counter.clone(), letter.to_owned());
    tokio::spawn(async move { counter.post(letter).await })
}

async fn close(office: Office, patience: Duration) -> Result<(), GaveUp> {
    timeout(patience + HOUR, office.close(patience)).await.expect("closing has an end")
}

/// Posts letters one after the other, each when the one before is in the bag.
async fn post_all(counter: &Counter, letters: &[&str]) -> Vec<JoinHandle<Result<usize, PostError>>> {
    let mut posted = Vec::new();
    for letter in letters {
        posted.push(post(counter, letter));
        settle().await;
    }
    posted
}

/// The answers to so many letters, in bags of so many.
fn carried(letters: usize, bag: usize) -> Vec<Result<usize, PostError>> {
    vec![Ok(bag); letters]
}

async fn answers(posted: Vec<JoinHandle<Result<usize, PostError>>>) -> Vec<Result<usize, PostError>> {
    let mut answers = Vec::new();
    for task in posted {
        answers.push(timeout(HOUR, task).await.expect("everybody has an answer").expect("no panic"));
    }
    answers
}

#[tokio::test(start_paused = true)]
async fn a_full_bag_leaves_at_once() {
    let (van, counter, _office) = open();
    let started = Instant::now();
    let posted = post_all(&counter, &["a", "b", "c"]).await;
    assert_eq!(answers(posted).await, [Ok(3), Ok(3), Ok(3)]);
    assert_eq!(
        (van.bags(), started.elapsed()),
        (vec![vec!["a".into(), "b".into(), "c".into()]], Duration::ZERO)
    );
}

#[tokio::test(start_paused = true)]
async fn a_bag_that_is_not_full_leaves_with_its_first_letter_and_not_with_its_last() {
    let (van, counter, _office) = open();
    for _ in 0..2 {
        let started = Instant::now();
        let mut posted = post_all(&counter, &["a"]).await;
        sleep(LEAVES_AFTER * 2 / 3).await;
        posted.extend(post_all(&counter, &["b"]).await);
        assert_eq!(answers(posted).await, [Ok(2), Ok(2)]);
        assert!((LEAVES_AFTER..LEAVES_AFTER * 4 / 3).contains(&started.elapsed()));
        sleep(LEAVES_AFTER / 2).await; // the next bag counts from its own first letter
    }
    assert_eq!(van.bags(), [["a", "b"]; 2]);
}

#[tokio::test(start_paused = true)]
async fn a_slow_carrier_does_not_keep_the_next_bag_waiting() {
    let (van, counter, office) = open();
    let slow = post_all(&counter, &["slow", "b", "c"]).await;
    let quick = post_all(&counter, &["d", "e", "f"]).await;
    assert_eq!(answers(quick).await, carried(FULL, 3));
    assert!(slow.iter().all(|task| !task.is_finished()));
    close(office, HOUR * 2).await.expect("an hour is enough");
    assert_eq!(answers(slow).await, carried(FULL, 3));
    assert_eq!(van.bags(), [["d", "e", "f"], ["slow", "b", "c"]]);
}

#[tokio::test(start_paused = true)]
async fn closing_carries_what_was_taken_and_gives_back_the_rest() {
    let (van, counter, office) = open();
    // Nothing has run yet: there is room for 16 orders, and the others wait for some.
    let mut posts: Vec<_> = (0..20).map(|n| Box::pin(counter.post(n.to_string()))).collect();
    for post in &mut posts {
        assert!(poll_once(post).is_pending());
    }
    let started = Instant::now();
    let (closed, answers) = tokio::join!(close(office, HOUR), futures::future::join_all(posts));
    assert_eq!(closed, Ok(()));
    assert!(started.elapsed().is_zero(), "a bag that is not full does not wait for its time");
    let mut expected = carried(15, FULL);
    expected.push(Ok(1));
    expected.extend((16..20).map(|n| Err(PostError::Closed(n.to_string()))));
    assert_eq!(answers, expected);
    assert_eq!(van.bags().concat(), (0..16).map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(counter.post("late".into()).await, Err(PostError::Closed("late".into())));
}

#[tokio::test(start_paused = true)]
async fn what_is_not_carried_at_the_deadline_is_given_up() {
    let (van, counter, office) = open();
    let mut posted = post_all(&counter, &["stuck", "b", "c", "slow", "e", "f", "g"]).await;
    let started = Instant::now();
    assert_eq!(close(office, HOUR / 2).await, Err(GaveUp { tasks: 2 }));
    assert!((HOUR / 2..HOUR).contains(&started.elapsed()));
    assert_eq!(Arc::strong_count(&van), 1, "no task is left that has it");
    let kept = posted.split_off(6);
    assert!(answers(posted).await.into_iter().all(|answer| answer == Err(PostError::GivenUp)));
    assert_eq!(answers(kept).await, [Ok(1)]);
    assert_eq!(van.bags(), [["g"]]);
}

#[tokio::test(start_paused = true)]
async fn who_was_carried_before_the_deadline_knows_it_after_it_too() {
    let (_van, counter, office) = open();
    let mut quick: Vec<_> = ["a", "b", "c"].map(|letter| Box::pin(counter.post(letter.into()))).into();
    assert!(quick.iter_mut().all(|post| poll_once(post).is_pending()));
    let stuck = post_all(&counter, &["stuck", "e", "f"]).await;
    assert_eq!(close(office, HOUR).await, Err(GaveUp { tasks: 1 }));
    assert_eq!(futures::future::join_all(quick).await, carried(FULL, 3));
    assert_eq!(
        answers(stuck).await,
        [Err(PostError::GivenUp), Err(PostError::GivenUp), Err(PostError::GivenUp)]
    );
}

#[tokio::test(start_paused = true)]
async fn a_place_that_is_not_used_neither_stops_the_closing_nor_waits_for_ever() {
    let (van, counter, office) = open();
    let used = post_all(&counter, &["a"]).await;
    let (early, late) = (counter.reserve().await.expect("open"), counter.reserve().await.expect("open"));
    let (closed, answer) = tokio::join!(close(office, HOUR), async {
        sleep(HOUR / 2).await;
        assert!(counter.reserve().await.is_none());
        early.post("b".into()).await // closed for half an hour, but a place is a place
    });
    assert_eq!((closed, answer), (Err(GaveUp { tasks: 1 }), Ok(1)));
    let answer = timeout(HOUR, late.post("c".into())).await.expect("everybody has an answer");
    assert_eq!(answer, Err(PostError::GivenUp));
    assert_eq!(answers(used).await, [Ok(1)]);
    assert_eq!(van.bags(), [["a"], ["b"]]);
}

#[tokio::test]
async fn what_is_sent_to_nobody_stays_in_the_queue_as_long_as_there_are_senders() {
    let (sender, receiver) = mpsc::channel(1);
    let (message, permit) = (Arc::new(()), sender.reserve().await.expect("open"));
    drop(receiver);
    permit.send(Arc::clone(&message));
    assert_eq!(Arc::strong_count(&message), 2);
    drop(sender);
    assert_eq!(Arc::strong_count(&message), 1);
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_room_and_gives_up_waiting_still_has_the_letter() {
    let (van, counter, office) = open();
    let places = futures::future::join_all((0..16).map(|_| counter.reserve())).await;
    assert!(timeout(HOUR, counter.reserve()).await.is_err());
    drop(places);
    let (closed, answer) = tokio::join!(close(office, HOUR), counter.post("a".into()));
    assert_eq!((closed, answer, van.bags()), (Ok(()), Ok(1), vec![vec!["a".to_owned()]]));
}

#[tokio::test(start_paused = true)]
async fn a_carrier_that_panics_costs_one_bag() {
    let (van, counter, office) = open();
    let broken = post_all(&counter, &["broken", "b", "c"]).await;
    let sound = post_all(&counter, &["d", "e", "f"]).await;
    assert!(answers(broken).await.into_iter().all(|answer| answer == Err(PostError::GivenUp)));
    assert_eq!(answers(sound).await, carried(FULL, 3));
    assert_eq!(close(office, HOUR).await, Ok(()));
    assert_eq!(van.bags(), [["d", "e", "f"]]);
}

#[tokio::test(start_paused = true)]
async fn a_letter_is_carried_though_nobody_waits_for_the_answer() {
    let (van, counter, office) = open();
    let mut posted = post_all(&counter, &["a", "b"]).await;
    posted.remove(0).abort();
    assert_eq!(close(office, HOUR).await, Ok(()));
    assert_eq!(van.bags(), [["a", "b"]]);
    assert_eq!(answers(posted).await, [Ok(2)], "who still waits gets the answer");
}

#[tokio::test(start_paused = true)]
async fn a_bag_that_is_due_leaves_before_the_next_letter_is_taken() {
    let (_van, counter, _office) = open();
    for _ in 0..20 {
        let first = post_all(&counter, &["a"]).await;
        // Both timers fire at once. This task is polled first, so the actor finds the bag due, and a letter as well.
        sleep(LEAVES_AFTER).await;
        let mut second = Box::pin(counter.post("b".into()));
        assert!(poll_once(&mut second).is_pending());
        assert_eq!((answers(first).await, second.await), (carried(1, 1), Ok(1)));
    }
}

#[tokio::test(start_paused = true)]
async fn an_office_without_an_owner_carries_on_until_no_counter_is_left() {
    let (van, counter, office) = open();
    drop(office);
    let posted = post_all(&counter, &["a"]).await;
    assert_eq!(answers(posted).await, [Ok(1)]);
    let posted = post_all(&counter, &["b"]).await;
    posted.iter().for_each(JoinHandle::abort);
    drop(counter);
    settle().await;
    assert_eq!(van.bags(), [["a"], ["b"]], "the last bag did not wait");
    assert_eq!(Arc::strong_count(&van), 1);
}

#[tokio::test]
async fn a_token_that_was_cancelled_runs_nothing_and_a_child_does_not_cancel_its_parent() {
    let parent = CancellationToken::new();
    let child = parent.child_token();
    child.cancel();
    assert!(!parent.is_cancelled());
    assert_eq!(child.run_until_cancelled(ready(1)).await, None);
    assert_eq!(parent.run_until_cancelled(ready(1)).await, Some(1));
}

// proofs

fn words(text: &[&str]) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in text.iter().flat_map(|text| text.split_whitespace()) {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    words
}

#[tokio::test]
async fn all_pages_are_counted_into_one_lexicon() {
    let _watch = Watch::default();
    let pages = ["To be or\nnot to be", "", "that is\n\nthe question to be"];
    assert_eq!(count_words(pages.map(String::from).to_vec()).await, words(&pages));
}

#[tokio::test]
async fn a_long_page_does_not_keep_the_thread() {
    let pages = vec!["a line\n".repeat(1000)];
    assert!(count_words(pages).now_or_never().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_serves_tasks_of_any_thread() {
    let _watch = Watch::default();
    let reader = Reader::start();
    let mut set = JoinSet::new();
    for n in 1..=8 {
        let reader = reader.clone();
        set.spawn(async move { (n, reader.count_words(vec!["a b".into(); n]).await) });
    }
    for (n, counted) in set.join_all().await {
        assert_eq!(counted, Some(words(&vec!["a b"; n])));
    }
}

#[test]
fn a_local_runtime_spawns_what_is_not_send_without_a_set() {
    let counted = Rc::new(Cell::new(0));
    let task = Rc::clone(&counted);
    LocalRuntime::new().expect("a runtime").block_on(async move {
        spawn_local(async move { task.set(task.get() + 1) }).await.expect("no panic");
    });
    assert_eq!(counted.get(), 1);
}
