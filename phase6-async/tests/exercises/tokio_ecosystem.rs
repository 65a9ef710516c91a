//! # A photo desk
//!
//! Reporters hand in photos at a desk, agencies deliver them, a laboratory develops what is still on film, and in the
//! evening the desk closes. Each of these can be interrupted, and none may lose a photo, or leave a task behind, when
//! that happens.
//!
//! Complete the four functions. A `Photo` cannot be cloned. All tests run on a runtime of one thread; where one says
//! "hours", its clock is paused.

use std::{
    future::{pending, ready},
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
        mpsc as threads,
    },
    time::Duration,
};

use futures::FutureExt;
use tokio::{
    sync::{Barrier, Semaphore, mpsc},
    task::{JoinSet, spawn_blocking},
    time::{Instant, sleep, timeout, timeout_at},
};
use tokio_util::sync::CancellationToken;

#[derive(Debug, PartialEq)]
pub struct Photo(pub u32);

/// What an agency does until it has a photo; `None` if it has none.
pub type Delivery = Pin<Box<dyn Future<Output = Option<Photo>> + Send>>;

/// Asks all agencies at the same time, and returns the photo that arrives first. An agency that has none, or panics, is
/// out of the race; `None` if all are. When this returns, no delivery is left: the futures of all agencies are dropped.
pub async fn first_photo(agencies: Vec<Delivery>) -> Option<Photo> {
    // solution:begin
    // hint: A panic is caught where a task ends. What holds several tasks, and gives you the first that is ready?
    // hint: Collect the deliveries into a `JoinSet`, and call `join_next` until it returns `Some(Ok(Some(photo)))`.
    // hint: A set that is dropped has asked its tasks to end; they have not ended yet. `shutdown` waits for that.
    let mut deliveries: JoinSet<_> = agencies.into_iter().collect();
    let mut first = None;
    while let Some(delivered) = deliveries.join_next().await {
        if let Ok(Some(photo)) = delivered {
            first = Some(photo);
            break;
        }
    }
    deliveries.shutdown().await;
    first
    // solution:end
}

/// Hands in a photo, and waits for room if there is none. The photo comes back if the desk is closed, or if the reporter
/// is called home while waiting or was before.
pub async fn hand_in(
    desk: &mpsc::Sender<Photo>,
    photo: Photo,
    home: &CancellationToken,
) -> Result<(), Photo> {
    // solution:begin
    // ban: try_send because a full desk is waited for, not asked again and again
    // ban: try_reserve because a full desk is waited for, not asked again and again
    // ban: photo.0 because a second photo with the same number is a copy
    // hint: A `send` that is dropped takes the photo along. What can wait for room without having the photo?
    // hint: `reserve` gives a permit, and its `send` does not wait.
    // hint: `run_until_cancelled` of the token returns `None` at once if it is cancelled already.
    match home.run_until_cancelled(desk.reserve()).await {
        Some(Ok(permit)) => {
            permit.send(photo);
            Ok(())
        }
        Some(Err(_)) | None => Err(photo),
    }
    // solution:end
}

/// Develops all negatives, and returns the photos in the order of the negatives; `None` for one that made `develop`
/// panic. It takes long and blocks, so the tasks of the runtime must go on meanwhile. Never more than `at_once` are
/// developed at the same time, and as many if there are enough.
pub async fn develop_all(
    negatives: Vec<u32>,
    at_once: usize,
    develop: impl Fn(u32) -> Photo + Send + Sync + 'static,
) -> Vec<Option<Photo>> {
    // solution:begin
    // hint: `spawn_blocking` has threads for this, but many more than `at_once`. What hands out a number of permits?
    // hint: A permit of a `Semaphore` in an `Arc` can be owned: `acquire_owned`. It must not be dropped too early.
    // hint: Acquire before you spawn, and move the permit into the closure. Await the handles in their order.
    let develop = Arc::new(develop);
    let basins = Arc::new(Semaphore::new(at_once));
    let mut handles = Vec::with_capacity(negatives.len());
    for negative in negatives {
        let basin = Arc::clone(&basins).acquire_owned().await.expect("nobody closes the semaphore");
        let develop = Arc::clone(&develop);
        handles.push(spawn_blocking(move || {
            let _basin = basin;
            develop(negative)
        }));
    }
    let mut photos = Vec::with_capacity(handles.len());
    for handle in handles {
        photos.push(handle.await.ok());
    }
    photos
    // solution:end
}

/// What came of the photos that were at the desk when it closed.
#[derive(Debug, Default, PartialEq)]
pub struct Closed {
    pub stored: usize,
    /// In the order in which they were handed in.
    pub left: Vec<Photo>,
}

/// Closes the desk: takes no more photos, stores those that are there, one after the other, for as long as `patience`
/// lasts, and returns the rest. A photo whose storing was interrupted is the first of the rest. A reporter who has a
/// permit may still use it while photos are stored; no `store` begins after the patience has come to its end.
pub async fn close_desk(
    mut desk: mpsc::Receiver<Photo>,
    patience: Duration,
    mut store: impl AsyncFnMut(&Photo),
) -> Closed {
    // solution:begin
    // hint: Dropping the receiver would lose what is in the queue. `close` lets it out, and `recv` ends with `None`.
    // hint: There is one deadline for all, and it is for waiting, too: `timeout_at`, around `recv` and around `store`.
    // hint: Lend the photo to `store`, so that it is still yours when that is dropped. `try_recv` has the others.
    // hint: `timeout_at` polls first and looks at the clock then. What is ready at once is never late: ask `Instant::now()`.
    desk.close();
    let deadline = Instant::now() + patience;
    let mut closed = Closed::default();
    while let Ok(Some(photo)) = timeout_at(deadline, desk.recv()).await {
        if Instant::now() >= deadline || timeout_at(deadline, store(&photo)).await.is_err() {
            closed.left.push(photo);
            break;
        }
        closed.stored += 1;
    }
    while let Ok(photo) = desk.try_recv() {
        closed.left.push(photo);
    }
    closed
    // solution:end
}

const HOUR: Duration = Duration::from_secs(3600);

struct Alarm(Arc<AtomicBool>);

impl Drop for Alarm {
    fn drop(&mut self) {
        self.0.store(true, SeqCst);
    }
}

fn after(hours: u32, delivered: Option<u32>) -> Delivery {
    Box::pin(async move {
        sleep(HOUR * hours).await;
        delivered.map(Photo)
    })
}

#[tokio::test(start_paused = true)]
async fn the_first_photo_wins_though_others_have_none_or_panic() {
    let broken: Delivery = Box::pin(async { panic!("expected: an agency that panics") });
    let started = Instant::now();
    let agencies = vec![broken, after(9, Some(9)), after(2, None), after(3, Some(3)), after(30, None)];
    assert_eq!(first_photo(agencies).await, Some(Photo(3)));
    assert!((HOUR * 3..HOUR * 4).contains(&started.elapsed()), "all were asked at the same time");
    let broken: Delivery = Box::pin(async { panic!("expected: an agency that panics") });
    assert_eq!(first_photo(vec![after(1, None), broken]).await, None);
    assert_eq!(first_photo(Vec::new()).await, None);
}

#[tokio::test]
async fn no_delivery_is_left_when_the_first_photo_is_there() {
    let (dropped, both) = (Arc::new(AtomicBool::new(false)), Arc::new(Barrier::new(2)));
    let (alarm, begun) = (Alarm(Arc::clone(&dropped)), Arc::clone(&both));
    let slow: Delivery = Box::pin(async move {
        let _alarm = alarm;
        begun.wait().await;
        pending().await
    });
    let quick: Delivery = Box::pin(async move {
        both.wait().await;
        Some(Photo(1))
    });
    assert_eq!(first_photo(vec![slow, quick]).await, Some(Photo(1)));
    assert!(dropped.load(SeqCst), "asked to end is not yet gone");
}

#[tokio::test(start_paused = true)]
async fn a_reporter_waits_for_room() {
    let (desk, mut photos) = mpsc::channel(1);
    let home = CancellationToken::new();
    assert_eq!(hand_in(&desk, Photo(1), &home).await, Ok(()));
    let (handed_in, first) = tokio::join!(timeout(HOUR * 2, hand_in(&desk, Photo(2), &home)), async {
        sleep(HOUR).await;
        photos.recv().await
    });
    assert_eq!((handed_in, first), (Ok(Ok(())), Some(Photo(1))));
    assert_eq!(photos.recv().await, Some(Photo(2)));
}

#[tokio::test(start_paused = true)]
async fn who_is_called_home_while_waiting_keeps_the_photo() {
    let (desk, mut photos) = mpsc::channel(1);
    let home = CancellationToken::new();
    hand_in(&desk, Photo(1), &home).await.expect("there is room");
    let (handed_in, ()) = tokio::join!(timeout(HOUR * 2, hand_in(&desk, Photo(2), &home)), async {
        sleep(HOUR).await;
        home.cancel();
    });
    assert_eq!(handed_in, Ok(Err(Photo(2))));
    photos.recv().await;
    for n in 3..40 {
        let handed_in = hand_in(&desk, Photo(n), &home).await;
        assert_eq!(handed_in, Err(Photo(n)), "called home before, though there is room");
    }
    assert!(photos.try_recv().is_err());
}

#[tokio::test(start_paused = true)]
async fn a_closed_desk_gives_the_photo_back() {
    let (desk, photos) = mpsc::channel(1);
    let home = CancellationToken::new();
    drop(photos);
    assert_eq!(timeout(HOUR, hand_in(&desk, Photo(1), &home)).await, Ok(Err(Photo(1))));
}

#[tokio::test]
async fn photos_come_in_order_and_a_ruined_one_costs_only_itself() {
    let develop = |negative| {
        assert_ne!(negative, 2, "expected: a ruined film");
        Photo(negative * 10)
    };
    for at_once in [1, 3, 100] {
        let photos = develop_all(vec![1, 2, 3, 4], at_once, develop).await;
        assert_eq!(photos, [Some(Photo(10)), None, Some(Photo(30)), Some(Photo(40))]);
    }
}

#[tokio::test]
async fn so_many_are_developed_at_once_and_never_more() {
    let (busy, most) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
    let (meet, met) = threads::sync_channel(1);
    let (seen, met) = (Arc::clone(&most), Mutex::new(met));
    let photos = develop_all((0..20).collect(), 2, move |negative| {
        seen.fetch_max(busy.fetch_add(1, SeqCst) + 1, SeqCst);
        // The first negative needs the third, for which there is room as soon as the second is done.
        match negative {
            0 => met
                .lock()
                .expect("no panic")
                .recv_timeout(Duration::from_secs(5))
                .expect("the other is there"),
            2 => meet.send(()).expect("the other is there"),
            _ => std::thread::yield_now(),
        }
        busy.fetch_sub(1, SeqCst);
        Photo(negative)
    });
    assert_eq!(photos.await, (0..20).map(|n| Some(Photo(n))).collect::<Vec<_>>());
    assert_eq!(most.load(SeqCst), 2);
}

#[tokio::test]
async fn the_runtime_goes_on_while_photos_are_developed() {
    let (light, is_on) = threads::channel();
    let is_on = Mutex::new(is_on);
    let develop = move |negative| {
        let waited = is_on.lock().expect("no panic").recv_timeout(Duration::from_secs(10));
        waited.expect("a task turns the light on");
        Photo(negative)
    };
    let (photos, ()) = tokio::join!(develop_all(vec![1, 2], 1, develop), async {
        light.send(()).expect("the closure has the other end");
        light.send(()).expect("the closure has the other end");
    });
    assert_eq!(photos, [Some(Photo(1)), Some(Photo(2))]);
}

#[tokio::test(start_paused = true)]
async fn what_is_at_the_desk_is_stored_and_what_comes_later_is_refused() {
    let (desk, photos) = mpsc::channel(4);
    for n in 1..=3 {
        desk.send(Photo(n)).await.expect("open");
    }
    let mut stored = Vec::new();
    let store = async |photo: &Photo| {
        assert!(desk.is_closed());
        sleep(HOUR).await;
        stored.push(photo.0);
    };
    let closed =
        timeout(HOUR * 9, close_desk(photos, HOUR * 8, store)).await.expect("three are stored in time");
    assert_eq!(closed, Closed { stored: 3, left: vec![] });
    assert_eq!(stored, [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn the_patience_is_for_all_photos_together_and_none_is_lost() {
    let (desk, photos) = mpsc::channel(9);
    for n in 1..=5 {
        desk.send(Photo(n)).await.expect("open");
    }
    let mut begun = Vec::new();
    let closed = close_desk(photos, HOUR * 5 / 2, async |photo| {
        begun.push(photo.0);
        sleep(HOUR).await;
    });
    let closed = timeout(HOUR * 3, closed).await.expect("two hours and a half, and not that for each");
    assert_eq!(closed, Closed { stored: 2, left: vec![Photo(3), Photo(4), Photo(5)] });
    assert_eq!(begun, [1, 2, 3], "no photo is begun after the end");
}

#[tokio::test(start_paused = true)]
async fn what_is_stored_when_the_patience_ends_is_the_last() {
    for hours in [0, 2] {
        let (desk, photos) = mpsc::channel(9);
        for n in 1..=3 {
            desk.send(Photo(n)).await.expect("open");
        }
        let mut begun = 0;
        let closed = close_desk(photos, HOUR * hours, async |_| {
            begun += 1;
            sleep(HOUR).await;
        });
        // At the very end, the second one is done and over at the same time, and may be counted as either.
        let closed = timeout(HOUR * 9, closed).await.expect("patience has an end");
        assert_eq!((begun, closed.stored + closed.left.len()), (hours, 3));
    }
}

#[tokio::test(start_paused = true)]
async fn a_permit_may_be_used_and_is_not_waited_for_longer_than_patience_lasts() {
    let (desk, photos) = mpsc::channel(2);
    let (used, unused) = (desk.reserve().await.expect("open"), desk.reserve().await.expect("open"));
    let closing = timeout(HOUR * 9, close_desk(photos, HOUR * 8, async |_| ready(()).await));
    let (closed, ()) = tokio::join!(closing, async {
        sleep(HOUR).await;
        assert!(desk.reserve().now_or_never().is_some_and(|permit| permit.is_err()));
        used.send(Photo(1));
    });
    assert_eq!(closed.expect("patience has an end"), Closed { stored: 1, left: vec![] });
    drop(unused);
}
