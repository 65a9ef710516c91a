use std::{
    cell::{Cell, RefCell},
    panic::{self, AssertUnwindSafe},
    pin::{Pin, pin},
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    task::{Context, Poll, Wake, Waker},
    thread,
    time::Duration,
};

use phase6_async::async_await::{
    Page, Section,
    combinators::{Either, join, race, timeout},
    corrected, corrected_standing,
    executor::{block_on, offload, yield_now},
    forward, forward_losing, galley_set, page,
    tray::Tray,
    visit,
};

#[derive(Default)]
struct Counter(AtomicUsize);

impl Wake for Counter {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Counter {
    fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

fn poll_counted<F: Future>(future: Pin<&mut F>, counter: &Arc<Counter>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(&Waker::from(Arc::clone(counter))))
}

/// Polls as an executor of one thread does, but fails where that would sleep or poll for ever.
#[track_caller]
fn run<F: Future>(future: F) -> F::Output {
    let (mut future, counter) = (pin!(future), Arc::new(Counter::default()));
    for polls in 0..10_000 {
        if let Poll::Ready(output) = poll_counted(future.as_mut(), &counter) {
            return output;
        }
        assert!(counter.0.swap(0, Ordering::Relaxed) > 0, "nobody wakes it after {polls} polls");
    }
    panic!("it keeps waking itself");
}

/// Runs, on another thread, what would hang if the lesson were wrong. The limit is never reached otherwise.
#[track_caller]
fn ends<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, result) = mpsc::channel();
    thread::spawn(move || done.send(work()));
    result.recv_timeout(Duration::from_secs(10)).expect("it hangs or panicked")
}

fn assert_send<T: Send>(_: &T) {}

/// A small linear congruential generator: the same inputs on every run.
fn numbers(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

/// Plays one history against a future: values that come, polls, and at some time a drop.
fn history<'t, F: Future<Output = String> + 't>(
    seed: u64,
    trays: &'t [Tray<String>; 2],
    make: impl Fn(&'t Tray<String>, &'t Tray<String>) -> F,
) -> Vec<String> {
    let mut next = numbers(seed);
    let mut seen = Vec::new();
    let [text, cover] = trays;
    let mut future = Box::pin(make(text, cover));
    for step in 0..next(12) {
        match next(4) {
            0 => seen.push(format!("{:?}", text.offer(format!("text {step}")))),
            1 => seen.push(format!("{:?}", cover.offer(format!("cover {step}")))),
            _ => {
                let polled = poll(future.as_mut());
                seen.push(format!("{polled:?}"));
                if polled.is_ready() {
                    break;
                }
            }
        }
    }
    drop(future);
    seen.extend(trays.each_ref().map(|tray| format!("{:?}", tray.peek())));
    seen
}

#[test]
fn the_machine_written_by_hand_agrees_with_the_compiled_one_at_every_poll_and_drop() {
    let mut finished = 0;
    for seed in 0..500 {
        let compiled = history(seed, &Default::default(), page);
        let written = history(seed, &Default::default(), |text, cover| Page::Called { text, cover });
        assert_eq!(compiled, written, "history {seed}");
        finished += usize::from(compiled.iter().any(|seen| seen.starts_with("Ready(\"text")));
    }
    assert!(
        (50..450).contains(&finished),
        "some histories must end with a page, and some with a drop: {finished}"
    );
}

#[test]
fn a_machine_that_is_ready_panics_at_the_next_poll() {
    let trays = || [Tray::holding("Moves".to_string()), Tray::holding("board".to_string())];
    let [text, cover] = trays();
    let mut compiled = pin!(page(&text, &cover));
    assert_eq!(poll(compiled.as_mut()), Poll::Ready("Moves\n[board]".into()));
    assert!(panic::catch_unwind(AssertUnwindSafe(|| poll(compiled.as_mut()))).is_err());

    let [text, cover] = trays();
    let mut written = pin!(Page::Called { text: &text, cover: &cover });
    assert!(poll(written.as_mut()).is_ready());
    assert!(panic::catch_unwind(AssertUnwindSafe(|| poll(written.as_mut()))).is_err());
}

#[test]
fn the_compiled_machine_is_not_smaller_than_the_one_written_by_hand() {
    let [text, cover] = Default::default();
    assert!(size_of::<Page<'_>>() <= size_of_val(&page(&text, &cover)));
}

#[test]
fn the_page_asks_for_its_cover_only_when_the_text_is_there() {
    let [text, cover] = [Tray::default(), Tray::holding("board".to_string())];
    let mut page = pin!(page(&text, &cover));
    assert!(poll(page.as_mut()).is_pending());
    assert_eq!(cover.peek().as_deref(), Some("board"));
}

#[test]
fn only_what_is_alive_at_the_await_has_a_place_in_the_future() {
    let corrections = Tray::default();
    assert!(size_of_val(&corrected("Moves", &corrections)) < 128);
    assert!(size_of_val(&corrected_standing("Moves", &corrections)) > 4096);
    let after_each_other = async {
        corrected_standing("Moves", &corrections).await;
        corrected_standing("Loans", &corrections).await;
    };
    assert!(size_of_val(&after_each_other) < 2 * 4096, "what is never alive together shares its place");
    let together = join(corrected_standing("Moves", &corrections), corrected_standing("Loans", &corrections));
    assert!(size_of_val(&together) > 2 * 4096);
}

#[test]
fn join_of_pinned_futures_has_room_for_two_pointers_instead() {
    let corrections = Tray::default();
    let moves = pin!(corrected_standing("Moves", &corrections));
    let loans = pin!(corrected_standing("Loans", &corrections));
    assert!(size_of_val(&join(moves, loans)) < 256);
}

#[test]
fn the_galley_counts_the_same_whether_it_stands_or_not() {
    let corrections = Tray::holding("ab".to_string());
    assert_eq!(run(corrected("Moves", &corrections)), 7);
    let corrections = Tray::holding("ab".to_string());
    assert_eq!(run(corrected_standing("Mo ves", &corrections)), 7);
    let mut galley = [0; 3];
    assert_eq!((galley_set("Moves", &mut galley), &galley), (3, b"Mov"));
}

#[test]
fn what_a_block_ended_or_what_moved_unlent_takes_neither_room_nor_send() {
    struct Plate {
        lead: [u8; 4096],
        _of_this_thread: Rc<()>,
    }
    let cast = || Plate { lead: [1; 4096], _of_this_thread: Rc::default() };
    let tray = Tray::<String>::default();
    let ended_by_a_block = async {
        let lead: u8 = {
            let plate = cast();
            plate.lead.iter().sum()
        };
        tray.take().await.len() + usize::from(lead)
    };
    let moved_unlent = async {
        let plate = cast();
        drop(plate);
        tray.take().await.len()
    };
    assert_send(&ended_by_a_block);
    assert_send(&moved_unlent);
    assert!(size_of_val(&ended_by_a_block) < 128);
    assert!(size_of_val(&moved_unlent) < 128);
    let lent_and_moved = async {
        let plate = cast();
        let lead: u8 = plate.lead.iter().sum();
        drop(plate);
        tray.take().await.len() + usize::from(lead)
    };
    assert!(size_of_val(&lent_and_moved) >= size_of_val(&ended_by_a_block));
}

#[test]
fn a_take_that_is_dropped_has_taken_nothing() {
    let tray = Tray::default();
    let mut take = Box::pin(tray.take());
    assert!(poll(take.as_mut()).is_pending());
    assert_eq!(tray.offer(1), Ok(()));
    drop(take);
    assert_eq!((tray.peek(), tray.offer(2)), (Some(1), Err(2)));
}

#[test]
fn every_change_wakes_all_that_wait_and_each_of_them_once() {
    let tray = Tray::default();
    let (counter, other) = (Arc::new(Counter::default()), Arc::new(Counter::default()));
    let (mut first, mut second) = (pin!(tray.take()), pin!(tray.take()));
    let waker = Waker::from(Arc::clone(&counter));
    for _ in 0..3 {
        assert!(first.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    }
    assert!(poll_counted(second.as_mut(), &other).is_pending());
    assert_eq!(tray.offer(1), Ok(()));
    assert_eq!((counter.count(), other.count()), (1, 1));
    assert_eq!(poll(second), Poll::Ready(1));
    assert!(poll_counted(first.as_mut(), &other).is_pending());
    assert_eq!(tray.offer(2), Ok(()));
    assert_eq!((counter.count(), other.count()), (1, 2), "the waker of the latest poll counts");
}

#[test]
fn a_taken_value_wakes_those_who_wait_for_the_place() {
    let tray = Tray::holding(1);
    let counter = Arc::new(Counter::default());
    let mut reserve = pin!(tray.reserve());
    assert!(poll_counted(reserve.as_mut(), &counter).is_pending());
    assert_eq!(poll(pin!(tray.take())), Poll::Ready(1));
    assert_eq!(counter.count(), 1);
    assert!(poll(reserve).is_ready());
}

#[test]
fn a_waker_may_come_back_to_the_tray() {
    struct Looks(Arc<Tray<u32>>, AtomicUsize);
    impl Wake for Looks {
        fn wake(self: Arc<Self>) {
            self.1.store(self.0.peek().unwrap_or_default() as usize, Ordering::Relaxed);
        }
    }
    let seen = ends(|| {
        let tray = Arc::new(Tray::default());
        let looks = Arc::new(Looks(Arc::clone(&tray), AtomicUsize::new(0)));
        let waker = Waker::from(Arc::clone(&looks));
        assert!(pin!(tray.take()).poll(&mut Context::from_waker(&waker)).is_pending());
        assert_eq!(tray.offer(7), Ok(()));
        looks.1.load(Ordering::Relaxed)
    });
    assert_eq!(seen, 7);
}

#[test]
fn a_reserved_place_is_kept_and_given_back_if_nothing_comes() {
    let tray = Tray::default();
    let counter = Arc::new(Counter::default());
    let permit = run(tray.reserve());
    assert_eq!(tray.offer(1), Err(1));
    let mut other = pin!(tray.reserve());
    assert!(poll_counted(other.as_mut(), &counter).is_pending());
    drop(permit);
    assert_eq!(counter.count(), 1);
    let Poll::Ready(permit) = poll(other.as_mut()) else { panic!("the place is free") };
    permit.put(2);
    assert_eq!((tray.peek(), tray.offer(3)), (Some(2), Err(3)), "what was put there stays");
}

#[test]
fn a_value_that_is_put_wakes_those_who_wait_for_it() {
    let tray = Tray::default();
    let counter = Arc::new(Counter::default());
    let permit = run(tray.reserve());
    let mut take = pin!(tray.take());
    assert!(poll_counted(take.as_mut(), &counter).is_pending());
    assert_eq!(tray.offer(1), Err(1), "who waits for a value leaves the reservation alone");
    permit.put(2);
    assert_eq!((counter.count(), poll(take)), (1, Poll::Ready(2)));
}

/// Counts the polls of a future.
async fn counting_polls<F: Future>(future: F, polls: &Cell<usize>) -> F::Output {
    let mut future = pin!(future);
    std::future::poll_fn(|context| {
        polls.set(polls.get() + 1);
        future.as_mut().poll(context)
    })
    .await
}

#[test]
fn the_executor_polls_once_and_then_once_for_each_wake_up() {
    let polls = ends(|| {
        let polls = Cell::new(0);
        block_on(counting_polls(
            async {
                yield_now().await;
                yield_now().await;
            },
            &polls,
        ));
        polls.get()
    });
    assert_eq!(polls, 3);
}

#[test]
fn a_wake_up_is_not_lost_when_the_poll_uses_up_the_token_of_its_thread() {
    let polls = ends(|| {
        let mut polls = 0;
        block_on(std::future::poll_fn(|context| {
            polls += 1;
            if polls == 2 {
                return Poll::Ready(polls);
            }
            context.waker().wake_by_ref();
            thread::park();
            Poll::Pending
        }))
    });
    assert_eq!(polls, 2);
}

#[test]
fn a_thread_that_is_unparked_for_no_reason_polls_nothing() {
    struct Unparked {
        polls: usize,
        woken: Arc<AtomicBool>,
        too_early: Arc<AtomicBool>,
    }
    impl Future for Unparked {
        type Output = usize;
        fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<usize> {
            self.polls += 1;
            if self.polls > 1 {
                self.too_early.store(!self.woken.load(Ordering::SeqCst), Ordering::SeqCst);
                return Poll::Ready(self.polls);
            }
            thread::current().unpark();
            let (waker, woken, too_early) =
                (context.waker().clone(), Arc::clone(&self.woken), Arc::clone(&self.too_early));
            thread::spawn(move || {
                // Time for a needless poll, should there be one.
                for _ in 0..10_000 {
                    if too_early.load(Ordering::SeqCst) {
                        break;
                    }
                    thread::yield_now();
                }
                woken.store(true, Ordering::SeqCst);
                waker.wake();
            });
            Poll::Pending
        }
    }
    let too_early = Arc::new(AtomicBool::new(false));
    let future = Unparked { polls: 0, woken: Arc::default(), too_early: Arc::clone(&too_early) };
    assert_eq!(ends(|| block_on(future)), 2);
    assert!(!too_early.load(Ordering::SeqCst));
}

#[test]
fn a_value_from_another_thread_wakes_the_executor() {
    let sum = ends(|| {
        let (there, back) = (Tray::default(), Tray::default());
        thread::scope(|scope| {
            scope.spawn(|| {
                block_on(async {
                    for number in 0..200 {
                        there.reserve().await.put(number);
                    }
                });
            });
            scope.spawn(|| {
                block_on(async {
                    for _ in 0..200 {
                        forward(&there, &back).await;
                    }
                });
            });
            block_on(async {
                let mut sum = 0;
                for _ in 0..200 {
                    sum += back.take().await;
                }
                sum
            })
        })
    });
    assert_eq!(sum, 199 * 200 / 2);
}

#[test]
fn yielding_is_pending_once_and_asks_to_be_woken() {
    let counter = Arc::new(Counter::default());
    let mut turn = pin!(yield_now());
    assert!(poll_counted(turn.as_mut(), &counter).is_pending());
    assert_eq!(counter.count(), 1);
    assert!(poll_counted(turn, &counter).is_ready());
    assert_eq!(counter.count(), 1);
}

#[test]
fn a_future_that_blocks_waits_in_vain_for_one_of_its_own_thread() {
    let (sender, receiver) = mpsc::channel();
    // However long the limit: the sender would be polled by the thread that waits.
    let blocks = async { receiver.recv_timeout(Duration::from_millis(1)) };
    let sends = async { sender.send("too late") };
    assert_eq!(run(join(blocks, sends)), (Err(mpsc::RecvTimeoutError::Timeout), Ok(())));
}

#[test]
fn offloaded_work_starts_at_the_first_poll_and_blocks_nobody() {
    let (started, starts) = mpsc::channel();
    let (sender, receiver) = mpsc::channel();
    let blocks = offload(move || {
        started.send(thread::current().id()).unwrap();
        receiver.recv_timeout(Duration::from_secs(10))
    });
    assert_eq!(starts.try_recv(), Err(mpsc::TryRecvError::Empty));
    let (here, both) = ends(|| {
        let both = block_on(join(blocks, async move { sender.send("in time") }));
        (thread::current().id(), both)
    });
    assert_eq!(both, (Ok("in time"), Ok(())));
    assert_ne!(starts.recv(), Ok(here));
}

#[test]
fn offloaded_work_goes_on_when_its_future_is_dropped() {
    let (sender, receiver) = mpsc::channel();
    let (go_on, hold) = mpsc::channel();
    let mut work = Box::pin(offload(move || {
        hold.recv_timeout(Duration::from_secs(10)).unwrap();
        sender.send("finished")
    }));
    assert!(poll(work.as_mut()).is_pending());
    drop(work);
    go_on.send(()).unwrap();
    assert_eq!(receiver.recv_timeout(Duration::from_secs(10)), Ok("finished"));
}

#[test]
fn a_panic_of_offloaded_work_comes_out_of_its_future() {
    let cause = ends(|| {
        panic::catch_unwind(|| block_on(offload(|| -> () { panic::resume_unwind(Box::new("torn")) })))
            .expect_err("it panics")
            .downcast_ref::<&str>()
            .map(|cause| (*cause).to_owned())
    });
    assert_eq!(cause.as_deref(), Some("torn"));
}

#[test]
fn joined_futures_take_turns_and_none_is_polled_after_its_end() {
    let order = RefCell::new(Vec::new());
    let work = async |name, turns| {
        for turn in 0..turns {
            order.borrow_mut().push((name, turn));
            yield_now().await;
        }
        name
    };
    assert_eq!(run(join(work("a", 1), work("b", 3))), ("a", "b"));
    assert_eq!(*order.borrow(), [("a", 0), ("b", 0), ("b", 1), ("b", 2)]);
    assert_eq!(run(join(work("c", 2), work("d", 0))), ("c", "d"));
}

struct Flag<'f>(&'f Cell<bool>);

impl Drop for Flag<'_> {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

#[test]
fn the_loser_of_a_race_is_dropped_before_the_result_is_returned() {
    let dropped = Cell::new(false);
    let loser = async {
        let _flag = Flag(&dropped);
        std::future::pending::<()>().await;
    };
    let mut race = pin!(race(loser, yield_now()));
    assert!(poll(race.as_mut()).is_pending());
    assert!(!dropped.get());
    assert_eq!(poll(race.as_mut()), Poll::Ready(Either::Second(())));
    assert!(dropped.get(), "the race itself is still there");
}

#[test]
fn the_first_of_two_wins_a_tie_and_the_second_is_not_polled() {
    let polls = Cell::new(0);
    assert_eq!(run(race(async { 1 }, counting_polls(async { 2 }, &polls))), Either::First(1));
    assert_eq!(polls.get(), 0);
    assert_eq!(run(race(std::future::pending::<()>(), async { 2 })), Either::Second(2));
}

#[test]
fn work_is_in_time_unless_the_alarm_is_heard_in_an_earlier_turn() {
    let two_turns = async || {
        yield_now().await;
        yield_now().await;
        7
    };
    assert_eq!(run(timeout(two_turns(), yield_now())), None);
    assert_eq!(run(timeout(two_turns(), two_turns())), Some(7));
    assert_eq!(run(timeout(async { 7 }, async {})), Some(7));
}

#[tokio::test(start_paused = true)]
async fn a_timer_of_a_runtime_can_be_the_alarm() {
    let minutes = |count: u64| tokio::time::sleep(Duration::from_secs(60 * count));
    let work = async || {
        minutes(2).await;
        "printed"
    };
    assert_eq!(timeout(work(), minutes(1)).await, None);
    assert_eq!(timeout(work(), minutes(3)).await, Some("printed"));
    let both = tokio::spawn(join(minutes(5), async { "sent" }));
    let both = tokio::time::timeout(Duration::from_secs(3600), both).await.expect("it ends").unwrap();
    assert_eq!(both, ((), "sent"), "a future that is Send runs on any executor");
}

/// Where the value is after the move was dropped at the given poll, while the trays change in a given order.
fn moved<'t, F: Future<Output = ()>>(
    polls: usize,
    fill_first: bool,
    [from, to]: &'t [Tray<&'static str>; 2],
    forward: impl Fn(&'t Tray<&'static str>, &'t Tray<&'static str>) -> F,
) -> usize {
    assert_eq!(to.offer("old"), Ok(()));
    let fill = || assert_eq!(from.offer("new"), Ok(()));
    let empty = || assert_eq!(poll(pin!(to.take())), Poll::Ready("old"));
    let mut future = Box::pin(forward(from, to));
    for turn in 0..polls {
        if poll(future.as_mut()).is_ready() {
            break;
        }
        match turn {
            0 if fill_first => fill(),
            0 => empty(),
            1 if fill_first => empty(),
            1 => fill(),
            _ => {}
        }
    }
    drop(future);
    [from, to].into_iter().filter(|tray| tray.peek() == Some("new")).count()
}

#[test]
fn a_forwarded_value_is_in_one_of_the_trays_wherever_the_move_is_dropped() {
    for fill_first in [true, false] {
        let offered = if fill_first { 1 } else { 2 };
        for polls in 0..4 {
            let there = usize::from(polls >= offered);
            assert_eq!(moved(polls, fill_first, &Default::default(), forward), there, "{fill_first} {polls}");
        }
    }
}

#[test]
fn a_place_reserved_by_a_dropped_move_is_free_again() {
    let [from, to] = Default::default();
    let mut future = Box::pin(forward(&from, &to));
    assert!(poll(future.as_mut()).is_pending());
    assert_eq!(to.offer("other"), Err("other"));
    drop(future);
    assert_eq!(to.offer("other"), Ok(()));
}

#[test]
fn the_losing_move_loses_the_value_between_its_awaits() {
    let kept = [0, 1, 2, 3].map(|polls| moved(polls, true, &Default::default(), forward_losing));
    assert_eq!(kept, [0, 1, 0, 1], "taken in the second poll, put down in the third, and lost in between");
    let [from, to] = [Tray::holding("new"), Tray::holding("old")];
    let mut future = Box::pin(forward_losing(&from, &to));
    assert!(poll(future.as_mut()).is_pending());
    drop(future);
    assert_eq!((from.peek(), to.peek()), (None, Some("old")));
}

fn tree(next: &mut impl FnMut(u64) -> u64, depth: u64) -> Section {
    let parts = if depth == 0 { 0 } else { next(4) };
    Section {
        text: Tray::holding(format!("section {}", next(1000))),
        parts: (0..parts).map(|_| tree(next, depth - 1)).collect(),
    }
}

fn naive(section: &Section, texts: &mut Vec<String>) {
    texts.extend(section.text.peek());
    section.parts.iter().for_each(|part| naive(part, texts));
}

#[test]
fn a_visit_reads_all_parts_from_top_to_bottom_one_after_the_other() {
    for seed in 0..60 {
        let article = tree(&mut numbers(seed), 4);
        let (mut expected, mut read, mut open) = (Vec::new(), Vec::new(), false);
        naive(&article, &mut expected);
        run(visit(&article, &mut async |text: &str| {
            assert!(!open, "one reading at a time");
            open = true;
            yield_now().await;
            read.push(text.to_owned());
            open = false;
        }));
        assert_eq!(read, expected, "tree {seed}");
    }
}

#[test]
fn a_visit_waits_for_a_text_and_can_go_to_another_thread() {
    let article = Section { text: Tray::default(), parts: vec![Section::default()] };
    let read = ends(move || {
        thread::scope(|scope| {
            let reading = scope.spawn(|| {
                let mut read = Vec::new();
                block_on(visit(&article, &mut async |text: &str| read.push(text.to_owned())));
                read
            });
            block_on(async {
                article.parts[0].text.reserve().await.put("below".into());
                article.text.reserve().await.put("above".into());
            });
            reading.join().unwrap()
        })
    });
    assert_eq!(read, ["above", "below"]);
    fn only_send(article: &Section) {
        assert_send(&visit(article, &mut async |_: &str| {}));
    }
    only_send(&Section::default());
}
