use std::{
    collections::BTreeSet,
    iter, panic,
    rc::Rc,
    sync::{
        Arc, Barrier, Mutex, TryLockError,
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, SendError, TryRecvError, TrySendError},
    },
    thread,
    time::Duration,
};

use phase6_async::channels::{
    Shared, Watched, merge, next_batch,
    press::{Article, Closed, Page, Press},
};

/// Far more than any of this takes: it only turns a test that would hang into one that fails.
const LIMIT: Duration = Duration::from_secs(5);

#[track_caller]
fn within<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (alive, end) = mpsc::channel::<()>();
    let thread = thread::spawn(move || {
        let _alive = alive;
        work()
    });
    match end.recv_timeout(LIMIT) {
        Err(RecvTimeoutError::Timeout) => panic!("somebody waits for somebody who waits"),
        _ => thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic)),
    }
}

/// Lets the thread run for a while, in which it must not end.
#[track_caller]
fn still_running<T: Send + 'static>(mut watched: Watched<T>) -> Watched<T> {
    for _ in 0..10_000 {
        thread::yield_now();
        let Err(running) = watched.join_within(Duration::ZERO) else { panic!("it did not wait") };
        watched = running;
    }
    watched
}

fn article(slug: impl ToString) -> Article {
    Article { slug: slug.to_string(), text: "…".into() }
}

fn set(Article { slug, text }: Article) -> Page {
    Page { slug, html: text }
}

fn slugs(pages: impl IntoIterator<Item = Page>) -> BTreeSet<String> {
    pages.into_iter().map(|page| page.slug).collect()
}

struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn what_was_sent_is_received_when_the_senders_are_gone() {
    let (sender, receiver) = mpsc::channel();
    let other = sender.clone();
    sender.send(1).unwrap();
    other.send(2).unwrap();
    drop((sender, other));
    assert_eq!(receiver.iter().collect::<Vec<_>>(), [1, 2]);
    assert!(receiver.recv().is_err());
}

#[test]
fn a_receiver_that_goes_takes_with_it_what_waits() {
    let dropped = Arc::new(AtomicUsize::new(0));
    let (sender, receiver) = mpsc::channel();
    for _ in 0..3 {
        assert!(sender.send(Counted(Arc::clone(&dropped))).is_ok());
    }
    assert_eq!(dropped.load(Ordering::Relaxed), 0);
    drop(receiver);
    assert_eq!(dropped.load(Ordering::Relaxed), 3, "although the sender lives, and was told `Ok`");
}

#[test]
fn a_refused_value_is_handed_back_and_not_a_copy_of_it() {
    let (sender, receiver) = mpsc::channel();
    let (bounded, bounded_receiver) = mpsc::sync_channel(1);
    bounded.send(String::new()).unwrap();

    let page = "a page".to_owned();
    let address = page.as_ptr();
    let Err(TrySendError::Full(page)) = bounded.try_send(page) else { panic!("there is room for one") };
    drop((receiver, bounded_receiver));
    let Err(TrySendError::Disconnected(page)) = bounded.try_send(page) else { panic!("nobody receives") };
    let Err(SendError(page)) = bounded.send(page) else { panic!("nobody receives") };
    let Err(SendError(page)) = sender.send(page) else { panic!("nobody receives") };
    assert_eq!(page.as_ptr(), address);
}

#[test]
fn calls_that_do_not_wait_say_why_there_is_nothing_but_try_iter_does_not() {
    let (sender, receiver) = mpsc::channel();
    sender.send(1).unwrap();
    assert_eq!(receiver.try_iter().count(), 1);
    assert_eq!(receiver.try_iter().count(), 0);
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    assert_eq!(receiver.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Timeout));
    drop(sender);
    assert_eq!(receiver.try_iter().count(), 0);
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected));
    assert_eq!(receiver.recv_timeout(Duration::MAX), Err(RecvTimeoutError::Disconnected));
}

#[test]
fn a_bound_is_how_many_wait_and_zero_is_a_meeting() {
    for bound in 0..4 {
        let (sender, receiver) = mpsc::sync_channel(bound);
        assert_eq!((0..10).take_while(|n| sender.try_send(*n).is_ok()).count(), bound);
        drop(receiver);
    }
    within(|| {
        let (sender, receiver) = mpsc::sync_channel(0);
        let sending = still_running(Watched::spawn(move || sender.send("by hand")));
        assert_eq!(receiver.recv(), Ok("by hand"));
        assert!(matches!(sending.join_within(LIMIT), Ok(Ok(Ok(())))));
    });
}

#[test]
fn a_borrowed_sender_outlives_the_threads_that_borrow_it() {
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        let writers = [1, 2].map(|n| {
            scope.spawn({
                let sender = &sender;
                move || sender.send(n)
            })
        });
        writers.into_iter().for_each(|writer| assert!(writer.join().unwrap().is_ok()));
        assert_eq!(receiver.try_iter().sum::<i32>(), 3);
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty), "`recv` would wait forever");
    });
    drop(sender);
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected));
}

#[test]
fn a_worker_that_waits_for_a_value_holds_the_lock() {
    let (sender, receiver) = mpsc::channel();
    let receiver = Arc::new(Mutex::new(receiver));
    let waiting = Watched::spawn({
        let receiver = Arc::clone(&receiver);
        move || receiver.lock().unwrap().recv()
    });
    let is_held = || matches!(receiver.try_lock(), Err(TryLockError::WouldBlock));
    assert!((0..10_000_000).any(|_| is_held() || {
        thread::yield_now();
        false
    }));
    sender.send(1).unwrap();
    assert!(matches!(waiting.join_within(LIMIT), Ok(Ok(Ok(1)))));
    assert!(!is_held());
}

#[test]
fn workers_that_share_a_receiver_work_at_the_same_time_and_all_of_them_end() {
    within(|| {
        let (sender, receiver) = mpsc::channel();
        (0..8).for_each(|n| sender.send(n).unwrap());
        drop(sender);
        let (jobs, both) = (Shared::new(receiver), Barrier::new(2));
        let done = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while let Some(_job) = jobs.next() {
                        both.wait(); // passed only if the other one has a job, too
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });
        assert_eq!(done.into_inner(), 8);
    });
}

#[test]
fn all_that_was_taken_in_is_bound_when_the_press_closes() {
    for (setters, waiting) in [(1, 0), (1, 5), (4, 0), (4, 2)] {
        let closed = within(move || {
            let press = Press::start(setters, waiting, set, slugs);
            (0..50).for_each(|n| press.submit(article(n)).unwrap());
            press.close()
        });
        let all = (0..50).map(|n| n.to_string()).collect();
        assert_eq!(closed, Closed { issue: all, unbound: vec![], crashed: 0 });
    }
}

#[test]
fn a_press_holds_no_more_than_may_wait_and_is_being_set() {
    const SETTERS: usize = 2;
    const WAITING: usize = 3;
    within(|| {
        let (begun, beginnings) = mpsc::channel();
        let (open, gate) = mpsc::channel::<()>();
        let gate = Shared::new(gate);
        let slow = move |article| {
            begun.send(()).unwrap();
            assert_eq!(gate.next(), None);
            set(article)
        };
        let press = Press::start(SETTERS, WAITING, slow, slugs);
        (0..SETTERS).for_each(|n| press.submit(article(n)).unwrap());
        beginnings.iter().take(SETTERS).for_each(drop);
        (0..WAITING).for_each(|n| press.offer(article(SETTERS + n)).unwrap());
        assert_eq!(press.offer(article("late")), Err(TrySendError::Full(article("late"))));
        drop(open);
        assert_eq!(press.close().issue.len(), SETTERS + WAITING);
    });
}

#[test]
fn a_page_waits_with_its_setter_until_the_binder_takes_it() {
    within(|| {
        let (open, gate) = mpsc::channel::<()>();
        let held = move |pages: Receiver<Page>| {
            assert!(gate.recv().is_err());
            drop(pages);
        };
        let press = Press::start(1, 1, set, held);
        press.submit(article(1)).unwrap(); // is set, and stays with the setter
        press.submit(article(2)).unwrap(); // waits, once the first one is with the setter
        let refused = (0..10_000).all(|_| {
            thread::yield_now();
            matches!(press.offer(article(3)), Err(TrySendError::Full(_)))
        });
        assert!(refused, "the setter went on, so its page waited in the channel");
        drop(open);
        assert_eq!(press.close().unbound, [set(article(1))], "and the second one, which waited, is gone");
    });
}

#[test]
fn a_binder_that_has_enough_stops_the_press_up_to_its_authors() {
    for setters in [1, 3] {
        within(move || {
            let were_set = Arc::new(AtomicUsize::new(0));
            let counting = {
                let were_set = Arc::clone(&were_set);
                move |article| {
                    were_set.fetch_add(1, Ordering::Relaxed);
                    set(article)
                }
            };
            let press = Press::start(setters, 2, counting, |pages| slugs(pages.into_iter().take(2)));
            let refused = (0..).find_map(|n| Some((n, press.submit(article(n)).err()?)));
            let Some((n, SendError(returned))) = refused else { unreachable!("the range does not end") };
            assert_eq!(returned, article(n));
            assert_eq!(press.offer(article("late")), Err(TrySendError::Disconnected(article("late"))));

            let Closed { issue, unbound, crashed } = press.close();
            assert_eq!((issue.len(), unbound.len(), crashed), (2, setters, 0));
            assert!(unbound.is_sorted());
            assert_eq!(were_set.load(Ordering::Relaxed), issue.len() + unbound.len(), "no page is lost");
        });
    }
}

#[test]
fn a_setter_that_panics_takes_one_article_with_it() {
    let closed = within(|| {
        let fragile = |article: Article| {
            assert_ne!(article.slug, "unbalanced braces");
            set(article)
        };
        let press = Press::start(2, 0, fragile, slugs);
        press.submit(article("unbalanced braces")).unwrap();
        (0..20).for_each(|n| press.submit(article(n)).unwrap());
        press.close()
    });
    assert_eq!((closed.issue.len(), closed.unbound.len(), closed.crashed), (20, 0, 1));
}

#[test]
fn a_press_without_setters_gives_the_articles_back() {
    within(|| {
        let press = Press::start(2, 5, |_| panic!("out of ink"), slugs);
        let refused = (0..).find_map(|n| press.submit(article(n)).err());
        assert!(refused.is_some());
        assert_eq!(press.close(), Closed { issue: BTreeSet::new(), unbound: vec![], crashed: 2 });
    });
}

#[test]
fn a_panic_of_the_binder_goes_on_in_close() {
    let panicked = within(|| {
        let press = Press::start(2, 1, set, |_| -> () { panic!("out of thread") });
        panic::catch_unwind(panic::AssertUnwindSafe(|| press.close()))
    });
    assert_eq!(panicked.unwrap_err().downcast_ref::<&str>(), Some(&"out of thread"));
}

#[test]
fn a_press_that_is_dropped_still_binds_its_articles() {
    let (result, results) = mpsc::channel();
    let press = Press::start(2, 5, set, move |pages| result.send(slugs(pages)).is_ok());
    (0..5).for_each(|n| press.submit(article(n)).unwrap());
    drop(press);
    assert_eq!(results.recv_timeout(LIMIT).map(|issue| issue.len()), Ok(5));
}

#[test]
fn merging_ends_with_the_last_source_and_keeps_the_order_of_each() {
    let merged = within(|| {
        let mut merged = Vec::new();
        merge((0..4).map(|source| (0..100).map(move |n| (source, n))), |item| {
            merged.push(item);
            true
        });
        merged
    });
    assert_eq!(merged.len(), 400);
    for source in 0..4 {
        let items = merged.iter().filter(|item| item.0 == source).map(|item| item.1);
        assert!(items.eq(0..100));
    }
}

#[test]
fn sources_do_not_run_ahead() {
    within(|| {
        let made = AtomicUsize::new(0);
        let source = || iter::repeat_with(|| made.fetch_add(1, Ordering::Relaxed));
        merge([source(), source()], |_| {
            for _ in 0..10_000 {
                thread::yield_now();
                assert!(
                    made.load(Ordering::Relaxed) <= 1 + 64 + 2,
                    "one is received, and two cannot be sent"
                );
            }
            false
        });
    });
}

#[test]
fn merging_nothing_ends_at_once() {
    within(|| merge(Vec::<Vec<u8>>::new(), |_| unreachable!("there are no sources")));
}

#[test]
fn whoever_leaves_the_merge_stops_sources_without_an_end() {
    let received = within(|| {
        let mut received = 0;
        merge([0_u64.., 1000..], |_| {
            received += 1;
            received < 3
        });
        received
    });
    assert_eq!(received, 3);
}

#[test]
fn a_batch_is_what_is_there_up_to_the_limit() {
    within(|| {
        let (sender, receiver) = mpsc::channel();
        (0..7).for_each(|n| sender.send(n).unwrap());
        assert_eq!(next_batch(&receiver, 3), Some(vec![0, 1, 2]));
        assert_eq!(next_batch(&receiver, 0), Some(vec![3]));
        assert_eq!(
            next_batch(&receiver, 9),
            Some(vec![4, 5, 6]),
            "the sender lives, but nobody waits for it"
        );
        sender.send(7).unwrap();
        drop(sender);
        assert_eq!(next_batch(&receiver, 9), Some(vec![7]));
        assert_eq!(next_batch(&receiver, 9), None);
    });
}

#[test]
fn the_first_value_of_a_batch_is_waited_for() {
    within(|| {
        let (sender, receiver) = mpsc::channel();
        let batch = still_running(Watched::spawn(move || next_batch(&receiver, 9)));
        sender.send(1).unwrap();
        let Ok(Ok(batch)) = batch.join_within(LIMIT) else { panic!("a value was sent") };
        assert_eq!(batch, Some(vec![1]));
    });
}

#[test]
fn a_thread_that_still_runs_is_handed_back() {
    within(|| {
        let (open, gate) = mpsc::channel::<()>();
        let watched = still_running(Watched::spawn(move || gate.recv()));
        drop(open);
        assert!(matches!(watched.join_within(LIMIT), Ok(Ok(Err(_)))));
    });
}

#[test]
fn a_panic_is_an_end_too() {
    let watched = Watched::spawn(|| panic!("out of paper"));
    let ended: thread::Result<()> = watched.join_within(LIMIT).expect("a panic ends the thread");
    assert_eq!(ended.unwrap_err().downcast_ref::<&str>(), Some(&"out of paper"));
}

#[test]
fn a_channel_of_values_that_stay_on_a_thread_works_on_that_thread() {
    let (sender, receiver) = mpsc::channel();
    sender.send(Rc::new("a page")).unwrap();
    assert_eq!(**receiver.recv().unwrap(), *"a page");
}
