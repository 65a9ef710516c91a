//! # A news wire
//!
//! Agencies publish headlines on a wire. Readers follow it, each in a task of its own, and see the latest headline
//! whenever there is a new one. What they do with it needs other futures: translators, several sources for one story, a
//! deadline.
//!
//! Complete the six functions. The tests poll by hand: a task that is not woken is not polled again.

use std::{
    collections::BTreeMap,
    mem,
    pin::{Pin, pin},
    sync::{Arc, Mutex, MutexGuard},
    task::{Context, Poll, Waker, ready},
};

use futures::{
    FutureExt, Stream, StreamExt, TryStreamExt, channel::oneshot, future, stream, stream::FuturesUnordered,
};

#[derive(Default)]
pub struct State {
    pub headline: String,
    /// How many headlines there were.
    pub editions: u64,
    pub closed: bool,
    pub readers: usize,
    /// The waker of each reader that waits, by the number of the reader.
    pub waiting: BTreeMap<usize, Waker>,
}

/// Where headlines are published. The streams of its readers end when it is closed.
#[derive(Default)]
pub struct Wire {
    state: Arc<Mutex<State>>,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("nobody panics while holding the state")
}

impl Wire {
    pub fn publish(&self, headline: &str) {
        self.announce(|state| {
            state.headline = headline.into();
            state.editions += 1;
        });
    }

    pub fn close(self) {
        self.announce(|state| state.closed = true);
    }

    pub fn reader(&self) -> Reader {
        let mut state = lock(&self.state);
        state.readers += 1;
        Reader { state: Arc::clone(&self.state), number: state.readers, seen: 0 }
    }

    /// Changes the state, then wakes every reader that waits, once. A waker may do anything, for example lock the
    /// state.
    fn announce(&self, change: impl FnOnce(&mut State)) {
        // solution:begin
        // hint: A waker that is called under the lock may wait for that lock, on this thread.
        // hint: Take the wakers out of the state (`mem::take`), let the guard go, then wake.
        let waiting = {
            let mut state = lock(&self.state);
            change(&mut state);
            mem::take(&mut state.waiting)
        };
        waiting.into_values().for_each(Waker::wake);
        // solution:end
    }
}

/// The latest headline each time that there is one which this reader has not seen. It skips those that it was too slow
/// for, and ends when the wire is closed and nothing is left to see.
pub struct Reader {
    state: Arc<Mutex<State>>,
    number: usize,
    /// The value of `editions` when it looked last.
    seen: u64,
}

impl Stream for Reader {
    type Item = String;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<String>> {
        // solution:begin
        // hint: A reader is `Unpin`, so `get_mut` gives you all of its fields. Take the lock once, and decide under it.
        // hint: A new headline goes before the end; the end goes before waiting.
        // hint: Who waits leaves the waker of this poll in `waiting`, in the place of an older one.
        let this = self.get_mut();
        let mut state = lock(&this.state);
        if state.editions > this.seen {
            this.seen = state.editions;
            return Poll::Ready(Some(state.headline.clone()));
        }
        if state.closed {
            return Poll::Ready(None);
        }
        state.waiting.insert(this.number, context.waker().clone());
        Poll::Pending
        // solution:end
    }
}

/// The items of a stream that differ from the item before. Repetitions that are there are skipped within one poll.
pub struct Changes<S: Stream> {
    pub stream: S,
    pub last: Option<S::Item>,
}

// Nothing in it is projected as pinned: the stream is `Unpin` itself where it is polled.
impl<S: Stream> Unpin for Changes<S> {}

impl<S: Stream<Item: Clone + PartialEq> + Unpin> Stream for Changes<S> {
    type Item = S::Item;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        // solution:begin
        // hint: What may you answer when the item is the same as before? Who would have your waker after `Pending`?
        // hint: Ask again, in a loop, until the inner stream has a new item, is pending, or has ended.
        let this = self.get_mut();
        loop {
            let item = ready!(this.stream.poll_next_unpin(context));
            if item.is_none() || item != this.last {
                this.last.clone_from(&item);
                return Poll::Ready(item);
            }
        }
        // solution:end
    }
}

/// Translates headlines, at most `limit` of them at a time (it is not 0), into a list of the same order.
///
/// If a translation fails, its error is the result, as soon as all before it are done; nothing is started after that.
pub async fn translated<T, E, Fut: Future<Output = Result<T, E>>>(
    headlines: Vec<String>,
    limit: usize,
    translate: impl FnMut(String) -> Fut,
) -> Result<Vec<T>, E> {
    // solution:begin
    // hint: `stream::iter` and `map` make a stream of futures. Which adapter runs several of them and keeps the order?
    // hint: After `buffered(limit)` it is a stream of results; `try_collect` stops at the first error.
    stream::iter(headlines).map(translate).buffered(limit).try_collect().await
    // solution:end
}

/// The first answer that is no error; all errors in the order in which they came, if there is no such answer.
///
/// All sources are asked at the same time; only those that were woken are polled again. When there is an answer, the
/// other futures are dropped.
pub async fn quickest<T, E, Fut: Future<Output = Result<T, E>>>(sources: Vec<Fut>) -> Result<T, Vec<E>> {
    // solution:begin
    // hint: `select_ok` would keep the last error only, and polls all sources each time.
    // hint: Collect the sources into a `FuturesUnordered`; it is a stream of what they say, as it comes.
    let mut answers: FuturesUnordered<_> = sources.into_iter().collect();
    let mut errors = Vec::new();
    while let Some(answer) = answers.next().await {
        match answer {
            Ok(answer) => return Ok(answer),
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
    // solution:end
}

/// What comes until the deadline, or until the stream ends. What is there when the deadline comes is taken, too; what
/// comes later stays in the stream.
pub async fn briefing<S: Stream + Unpin>(stream: &mut S, deadline: impl Future<Output = ()>) -> Vec<S::Item> {
    // solution:begin
    // hint: `future::select` polls its first future first. It wants `Unpin` futures, and the deadline is needed again.
    // hint: `pin!` the deadline once, before the loop; `as_mut` lends the pin to each `select`.
    // hint: The loser of a `select` is in its result. A `next` may be dropped; it holds no item.
    let mut deadline = pin!(deadline);
    let mut items = Vec::new();
    while let future::Either::Left((Some(item), _)) = future::select(stream.next(), deadline.as_mut()).await {
        items.push(item);
    }
    items
    // solution:end
}

mod task {
    use std::{
        pin::Pin,
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        task::{Context, Poll, Wake, Waker},
    };

    /// Is polled by hand, and counts its wakes.
    #[derive(Default)]
    pub struct Task {
        wakes: AtomicUsize,
    }

    impl Wake for Task {
        fn wake(self: Arc<Self>) {
            self.wakes.fetch_add(1, Ordering::SeqCst);
        }
    }

    impl Task {
        pub fn new() -> Arc<Self> {
            Arc::default()
        }

        pub fn wakes(&self) -> usize {
            self.wakes.load(Ordering::SeqCst)
        }

        pub fn poll<F: Future>(self: &Arc<Self>, future: Pin<&mut F>) -> Poll<F::Output> {
            future.poll(&mut Context::from_waker(&Waker::from(Arc::clone(self))))
        }

        /// Polls until the future is ready, or nobody has woken the task meanwhile.
        pub fn run<F: Future>(self: &Arc<Self>, mut future: Pin<&mut F>) -> Poll<F::Output> {
            for _ in 0..1000 {
                let before = self.wakes();
                let poll = self.poll(future.as_mut());
                if poll.is_ready() || self.wakes() == before {
                    return poll;
                }
            }
            panic!("the task is woken for ever");
        }
    }
}

use task::Task;

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| String::from(*text)).collect()
}

#[test]
fn every_reader_is_woken_and_sees_the_latest_headline() {
    let wire = Wire::default();
    let mut readers = [wire.reader(), wire.reader()];
    let tasks = [Task::new(), Task::new()];
    for (task, reader) in tasks.iter().zip(&mut readers) {
        assert_eq!(task.poll(pin!(reader.next())), Poll::Pending);
    }
    wire.publish("Rain");
    assert_eq!(tasks.each_ref().map(|task| task.wakes()), [1, 1]);
    wire.publish("Sun");
    assert_eq!(tasks.each_ref().map(|task| task.wakes()), [1, 1], "they have not polled since");
    for (task, reader) in tasks.iter().zip(&mut readers) {
        assert_eq!(task.poll(pin!(reader.next())), Poll::Ready(Some("Sun".into())));
        assert_eq!(task.poll(pin!(reader.next())), Poll::Pending);
    }
}

#[test]
fn a_reader_wakes_the_task_that_polled_it_last() {
    let wire = Wire::default();
    let mut reader = wire.reader();
    let (first, second) = (Task::new(), Task::new());
    for task in [&first, &second, &first, &second] {
        assert_eq!(task.poll(pin!(reader.next())), Poll::Pending);
    }
    assert_eq!((Arc::strong_count(&first), Arc::strong_count(&second)), (1, 2), "one waker is enough");
    wire.publish("Rain");
    assert_eq!((first.wakes(), second.wakes()), (0, 1));
}

#[test]
fn the_last_headline_is_seen_before_the_end() {
    let wire = Wire::default();
    let (mut reader, mut late, task) = (wire.reader(), wire.reader(), Task::new());
    assert_eq!(task.poll(pin!(reader.next())), Poll::Pending);
    wire.publish("Rain");
    assert_eq!(task.poll(pin!(reader.next())), Poll::Ready(Some("Rain".into())));
    assert_eq!(task.poll(pin!(reader.next())), Poll::Pending);
    wire.close();
    assert_eq!(task.wakes(), 2, "the end is news as well");
    assert_eq!(task.poll(pin!(reader.next())), Poll::Ready(None));
    assert_eq!(task.poll(pin!(late.by_ref().collect::<Vec<_>>())), Poll::Ready(owned(&["Rain"])));
}

struct Locking {
    state: Arc<Mutex<State>>,
    was_free: Mutex<Vec<bool>>,
}

impl std::task::Wake for Locking {
    fn wake(self: Arc<Self>) {
        let free = self.state.try_lock().is_ok_and(|state| state.headline == "Rain");
        self.was_free.lock().expect("nobody panics here").push(free);
    }
}

#[test]
fn a_waker_finds_the_state_changed_and_unlocked() {
    let wire = Wire::default();
    let task = Arc::new(Locking { state: Arc::clone(&wire.state), was_free: Mutex::default() });
    let waker = Waker::from(Arc::clone(&task));
    let mut readers = [wire.reader(), wire.reader()];
    for reader in &mut readers {
        assert!(reader.poll_next_unpin(&mut Context::from_waker(&waker)).is_pending());
    }
    wire.publish("Rain");
    assert_eq!(*task.was_free.lock().expect("nobody panics here"), [true, true]);
}

#[test]
fn repetitions_are_skipped_without_falling_asleep() {
    let changes = Changes { stream: stream::iter([1, 1, 1, 2, 2, 1, 1]), last: None };
    assert_eq!(changes.collect::<Vec<_>>().now_or_never(), Some(vec![1, 2, 1]));
}

#[test]
fn a_repetition_on_the_wire_leaves_the_waker_there() {
    let (wire, task) = (Wire::default(), Task::new());
    let mut changes = Changes { stream: wire.reader(), last: None };
    wire.publish("Rain");
    assert_eq!(task.run(pin!(changes.next())), Poll::Ready(Some("Rain".into())));
    for _ in 0..2 {
        wire.publish("Rain");
        assert_eq!(task.run(pin!(changes.next())), Poll::Pending);
    }
    let before = task.wakes();
    wire.publish("Sun");
    assert_eq!(task.wakes(), before + 1);
    assert_eq!(task.run(pin!(changes.next())), Poll::Ready(Some("Sun".into())));
}

/// Whom to answer, when the test says so.
type Answers = std::cell::RefCell<Vec<Option<oneshot::Sender<Result<String, u32>>>>>;

fn ask(answers: &Answers) -> impl Future<Output = Result<String, u32>> + use<> {
    let (sender, receiver) = oneshot::channel();
    answers.borrow_mut().push(Some(sender));
    receiver.map(|answer| answer.expect("the tests drop no sender"))
}

fn answer(answers: &Answers, number: usize, answer: Result<&str, u32>) {
    let sender = answers.borrow_mut()[number].take().expect("answered once");
    sender.send(answer.map(String::from)).expect("somebody waits");
}

#[test]
fn translations_keep_their_order_and_their_limit() {
    let (answers, task) = (Answers::default(), Task::new());
    let headlines = owned(&["Rain", "Sun", "Snow"]);
    let mut list =
        pin!(translated(headlines, 2, |headline| ask(&answers)
            .map(move |text| Ok::<_, u32>(headline + &text?))));
    assert_eq!(task.run(list.as_mut()), Poll::Pending);
    assert_eq!(answers.borrow().len(), 2);
    answer(&answers, 1, Ok(" = Sonne"));
    assert_eq!(task.run(list.as_mut()), Poll::Pending);
    answer(&answers, 0, Ok(" = Regen"));
    assert_eq!(task.run(list.as_mut()), Poll::Pending);
    assert_eq!(answers.borrow().len(), 3);
    answer(&answers, 2, Ok(" = Schnee"));
    let expected = owned(&["Rain = Regen", "Sun = Sonne", "Snow = Schnee"]);
    assert_eq!(task.run(list.as_mut()), Poll::Ready(Ok(expected)));
}

#[test]
fn nothing_is_translated_after_a_failure() {
    let (answers, task) = (Answers::default(), Task::new());
    let mut list = pin!(translated(owned(&["a", "b", "c", "d"]), 2, |_| ask(&answers)));
    assert_eq!(task.run(list.as_mut()), Poll::Pending);
    answer(&answers, 0, Err(7));
    assert_eq!(task.run(list.as_mut()), Poll::Ready(Err(7)));
    assert!(answers.borrow().len() <= 3, "a failure makes room for one at most");
}

#[test]
fn the_first_answer_wins_and_the_others_are_dropped() {
    let (answers, task) = (Answers::default(), Task::new());
    let polls = std::cell::Cell::new(0);
    let polls = &polls;
    let source = || {
        let mut answer = ask(&answers).boxed_local();
        future::poll_fn(move |context| {
            polls.set(polls.get() + 1);
            answer.as_mut().poll(context)
        })
    };
    let mut quickest = pin!(quickest((0..50).map(|_| source()).collect()));
    assert_eq!(task.run(quickest.as_mut()), Poll::Pending);
    answer(&answers, 3, Err(3));
    assert_eq!(task.run(quickest.as_mut()), Poll::Pending);
    assert_eq!(polls.get(), 51, "only one of fifty was woken");
    answer(&answers, 30, Ok("the story"));
    assert_eq!(task.run(quickest.as_mut()), Poll::Ready(Ok("the story".into())));
    assert!(answers.borrow().iter().flatten().all(oneshot::Sender::is_canceled));
}

#[test]
fn without_an_answer_all_errors_are_told_as_they_came() {
    let (answers, task) = (Answers::default(), Task::new());
    let mut quickest = pin!(quickest((0..3).map(|_| ask(&answers)).collect()));
    for number in [2, 0, 1] {
        assert_eq!(task.run(quickest.as_mut()), Poll::Pending);
        answer(&answers, number, Err(number as u32));
    }
    assert_eq!(task.run(quickest.as_mut()), Poll::Ready(Err(vec![2, 0, 1])));
}

#[test]
fn a_briefing_takes_what_comes_until_the_deadline_and_no_more() {
    let (sender, mut headlines) = futures::channel::mpsc::unbounded();
    let send = |number: u32| sender.unbounded_send(number).expect("the receiver is there");
    let (clock, deadline) = oneshot::channel::<()>();
    let task = Task::new();
    {
        let mut briefing = pin!(briefing(&mut headlines, deadline.map(drop)));
        send(1);
        assert_eq!(task.run(briefing.as_mut()), Poll::Pending);
        send(2);
        assert_eq!(task.run(briefing.as_mut()), Poll::Pending);
        send(3);
        clock.send(()).expect("the briefing waits");
        assert_eq!(task.run(briefing.as_mut()), Poll::Ready(vec![1, 2, 3]));
    }
    sender.unbounded_send(4).expect("the receiver is there");
    sender.close_channel();
    assert_eq!(task.run(pin!(briefing(&mut headlines, future::pending()))), Poll::Ready(vec![4]));
}
