use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    task::{Context, Waker},
    time::Duration,
};

use futures::{FutureExt as _, future::join_all};
use phase9_backend::{
    backend_pipelines::{Batches, Change, Index, MemoryIndex, NotTaken, Policy, Taken, start},
    outbox::{About, Answer, Notice, Payload, UpstreamError},
    store::Settlement,
};
use tokio::{
    sync::{Semaphore, mpsc},
    time::Instant,
};

use crate::queue::{Queue, answer, policy};

const SECOND: Duration = Duration::from_secs(1);

const SMALL: Policy = Policy { queue: 2, lanes: 2, batch: 4, linger: SECOND };

fn body(id: i64, article: i64) -> axum::body::Bytes {
    let data = About { article, slug: "s".into(), title: format!("title {id}"), author: "ada".into() };
    let payload = Payload { id, kind: "article.published".into(), timestamp: String::new(), data };
    serde_json::to_vec(&payload).unwrap().into()
}

fn change(payload: Payload) -> Result<Change, NotTaken> {
    let entry = (payload.kind != "article.withdrawn").then_some(payload.data.title);
    Ok(Change { event: payload.id, article: payload.data.article, entry })
}

async fn plain(payload: Payload) -> Result<Change, NotTaken> {
    change(payload)
}

#[tokio::test(start_paused = true)]
async fn a_batch_is_full_or_its_first_item_has_waited_long_enough() {
    let (send, items) = mpsc::channel(100);
    let mut batches = Batches::new(items, 3, SECOND);
    for item in 1..=4 {
        send.try_send(item).unwrap();
    }
    let begun = Instant::now();
    assert_eq!((batches.next().await, begun.elapsed()), (Some(vec![1, 2, 3]), Duration::ZERO));
    let late = async {
        tokio::time::sleep(SECOND / 2).await;
        send.try_send(5).unwrap();
    };
    let (batch, ()) = tokio::join!(batches.next(), late);
    assert_eq!((batch, begun.elapsed()), (Some(vec![4, 5]), SECOND), "the clock is the first item's");
}

#[tokio::test(start_paused = true)]
async fn there_is_no_empty_batch_however_long_nothing_comes() {
    let (send, items) = mpsc::channel(100);
    let mut batches = Batches::new(items, 3, SECOND);
    let late = async {
        tokio::time::sleep(100 * SECOND).await;
        send.try_send(1).unwrap();
    };
    let begun = Instant::now();
    let (batch, ()) = tokio::join!(batches.next(), late);
    assert_eq!((batch, begun.elapsed()), (Some(vec![1]), 101 * SECOND));
}

#[tokio::test(start_paused = true)]
async fn the_rest_does_not_wait_when_nothing_more_will_come() {
    let (send, items) = mpsc::channel(100);
    let mut batches = Batches::new(items, 3, SECOND);
    for item in 1..=4 {
        send.try_send(item).unwrap();
    }
    drop(send);
    let begun = Instant::now();
    assert_eq!(batches.next().await, Some(vec![1, 2, 3]));
    assert_eq!(batches.next().await, Some(vec![4]));
    assert_eq!(batches.next().await, None);
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_is_no_longer_waited_for_is_not_lost_and_its_clock_goes_on() {
    let (send, items) = mpsc::channel(100);
    let mut batches = Batches::new(items, 3, SECOND);
    send.try_send(1).unwrap();
    let begun = Instant::now();
    for _ in 0..5 {
        let dropped = tokio::time::timeout(SECOND / 10, batches.next()).await;
        assert!(dropped.is_err());
    }
    assert_eq!((batches.next().await, begun.elapsed()), (Some(vec![1]), SECOND));
}

#[tokio::test(start_paused = true)]
async fn batches_are_what_was_sent_in_its_order() {
    let mut random = 1_u64;
    let mut next = |below: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (random >> 33) % below
    };
    for size in 1..6 {
        let (send, items) = mpsc::channel(4);
        let mut batches = Batches::new(items, size, Duration::from_millis(20));
        let waits: Vec<_> = (0..200).map(|_| next(15)).collect();
        let sending = async move {
            for (item, wait) in waits.into_iter().enumerate() {
                tokio::time::sleep(Duration::from_millis(wait)).await;
                send.send(item).await.unwrap();
            }
        };
        let receiving = async {
            let mut all = Vec::new();
            while let Some(batch) = batches.next().await {
                assert!((1..=size).contains(&batch.len()));
                all.extend(batch);
            }
            all
        };
        let (all, ()) = tokio::join!(receiving, sending);
        assert_eq!(all, (0..200).collect::<Vec<_>>());
    }
}

#[tokio::test(start_paused = true)]
async fn a_receipt_comes_after_the_commit() {
    let gate = Arc::new(Semaphore::new(0));
    let (entrance, index) = start(Gated::new(&gate), plain, SMALL);
    let mut taken = entrance.take(body(1, 1)).boxed();
    assert!(tokio::time::timeout(100 * SECOND, &mut taken).await.is_err());
    gate.add_permits(1);
    assert_eq!(taken.await, Ok(Taken::Stored));
    drop(entrance);
    assert_eq!(index.await.unwrap().index.commits, [1]);
}

/// Commits as often as there are permits.
struct Gated {
    gate: Arc<Semaphore>,
    index: MemoryIndex,
}

impl Gated {
    fn new(gate: &Arc<Semaphore>) -> Self {
        Self { gate: gate.clone(), index: MemoryIndex::default() }
    }
}

impl Index for Gated {
    async fn commit(&mut self, batch: &[Change]) -> Result<Vec<bool>, NotTaken> {
        self.gate.acquire().await.unwrap().forget();
        self.index.commit(batch).await
    }
}

#[tokio::test(start_paused = true)]
async fn notices_that_come_together_share_a_commit() {
    let (entrance, index) = start(MemoryIndex::default(), plain, Policy { queue: 10, ..SMALL });
    let receipts = join_all((1..=6).map(|id| entrance.take(body(id, id)))).await;
    assert_eq!(receipts, [const { Ok(Taken::Stored) }; 6]);
    drop(entrance);
    assert_eq!(index.await.unwrap().commits, [4, 2]);
}

#[tokio::test(start_paused = true)]
async fn no_more_than_the_room_is_ever_inside() {
    let gate = Arc::new(Semaphore::new(0));
    let (entrance, index) = start(Gated::new(&gate), plain, SMALL);
    let (mut waiting, mut busy) = (Vec::new(), 0);
    // Time for the stages to pass on what they can, after each.
    for id in 1..=100 {
        let entrance = entrance.clone();
        let mut take = Box::pin(async move { entrance.take(body(id, id)).await });
        match (&mut take).now_or_never() {
            Some(receipt) => {
                assert_eq!(receipt, Err(NotTaken::Busy));
                busy += 1;
            }
            None => waiting.push(take),
        }
        tokio::time::sleep(2 * SECOND).await;
    }
    assert_eq!(waiting.len() + busy, 100);
    assert!((SMALL.room() - SMALL.batch..=SMALL.room()).contains(&waiting.len()), "{}", waiting.len());
    gate.add_permits(100);
    drop(entrance);
    let stored = waiting.len();
    assert!(join_all(waiting).await.into_iter().all(|receipt| receipt == Ok(Taken::Stored)));
    assert_eq!(index.await.unwrap().index.articles.len(), stored, "what was taken is stored");
}

#[tokio::test(start_paused = true)]
async fn at_the_end_everything_that_is_inside_is_stored() {
    let (entrance, index) =
        start(MemoryIndex::default(), plain, Policy { linger: 3600 * SECOND, queue: 10, ..SMALL });
    let begun = Instant::now();
    let mut takes: Vec<_> = (1..=7).map(|id| Box::pin(entrance.take(body(id, id)))).collect();
    for take in &mut takes {
        assert!(take.poll_unpin(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    // Even those that nobody waits for any more.
    drop(takes);
    drop(entrance);
    let index = index.await.unwrap();
    assert_eq!((index.articles.len(), begun.elapsed()), (7, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn poison_is_told_from_what_may_pass_and_holds_nobody_up() {
    let down = Arc::new(AtomicBool::new(true));
    let is_down = down.clone();
    let enrich = move |payload: Payload| {
        let down = is_down.load(Ordering::Relaxed);
        async move { if down { Err(NotTaken::Unavailable) } else { change(payload) } }
    };
    let (entrance, index) = start(MemoryIndex::default(), enrich, SMALL);
    for poison in ["", "{}", "[1, 2]", r#"{"id": "seven"}"#] {
        assert!(matches!(entrance.take(poison.into()).await, Err(NotTaken::Poison(_))), "{poison}");
    }
    assert_eq!(entrance.take(body(1, 1)).await, Err(NotTaken::Unavailable));
    down.store(false, Ordering::Relaxed);
    assert_eq!(entrance.take(body(1, 1)).await, Ok(Taken::Stored));
    drop(entrance);
    assert_eq!(index.await.unwrap().commits, [1]);
}

struct Failing(u32, MemoryIndex);

impl Index for Failing {
    async fn commit(&mut self, batch: &[Change]) -> Result<Vec<bool>, NotTaken> {
        match self.0.checked_sub(1) {
            Some(left) => {
                self.0 = left;
                Err(NotTaken::Busy)
            }
            None => self.1.commit(batch).await,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_commit_that_fails_fails_for_all_of_its_batch() {
    let (entrance, index) = start(Failing(1, MemoryIndex::default()), plain, Policy { queue: 10, ..SMALL });
    let all = async || join_all((1..=4).map(|id| entrance.take(body(id, id)))).await;
    assert_eq!(all().await, [const { Err(NotTaken::Busy) }; 4]);
    assert_eq!(all().await, [const { Ok(Taken::Stored) }; 4]);
    drop(entrance);
    assert_eq!(index.await.unwrap().1.articles.len(), 4);
}

#[tokio::test]
#[should_panic = "nothing would ever be stored"]
async fn batches_of_nothing_are_refused() {
    drop(start(MemoryIndex::default(), plain, Policy { batch: 0, ..SMALL }));
}

#[tokio::test(start_paused = true)]
async fn a_stage_that_panics_is_no_yes() {
    let enrich = |payload: Payload| async move {
        assert_ne!(payload.id, 13, "nobody has thought of that");
        change(payload)
    };
    let (entrance, index) = start(MemoryIndex::default(), enrich, SMALL);
    assert_eq!(entrance.take(body(13, 2)).await, Err(NotTaken::Unavailable));
    assert_eq!(entrance.take(body(1, 1)).await, Ok(Taken::Stored), "the other lane goes on");
    assert_eq!(entrance.take(body(2, 2)).await, Err(NotTaken::Unavailable));
    drop(entrance);
    assert!(index.await.is_err(), "and whoever waits for the end hears of it");
}

#[tokio::test(start_paused = true)]
async fn a_pipeline_that_was_cut_off_is_not_busy_but_gone() {
    let gate = Arc::new(Semaphore::new(0));
    let (entrance, index) = start(Gated::new(&gate), plain, SMALL);
    let mut inside = entrance.take(body(1, 1)).boxed();
    assert!(tokio::time::timeout(100 * SECOND, &mut inside).await.is_err());
    index.abort();
    assert!(index.await.is_err_and(|error| error.is_cancelled()));
    assert_eq!(inside.await, Err(NotTaken::Unavailable));
    assert_eq!(entrance.take(body(2, 2)).await, Err(NotTaken::Unavailable));
}

#[tokio::test(start_paused = true)]
async fn an_article_keeps_its_order_and_others_overtake_it() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let enrich = move |payload: Payload| {
        let log = log.clone();
        async move {
            // The earlier, the slower; and the first article is slow as a whole.
            let slow = if payload.data.article == 0 { 10 } else { 1 };
            tokio::time::sleep(SECOND * slow * u32::try_from(10 - payload.id).unwrap()).await;
            log.lock().unwrap().push((payload.data.article, payload.id));
            change(payload)
        }
    };
    let policy = Policy { queue: 10, ..SMALL };
    let (entrance, index) = start(MemoryIndex::default(), enrich, policy);
    let sent = [(1, 0), (2, 0), (3, 1), (4, 1), (5, 1)];
    let receipts = join_all(sent.map(|(id, article)| entrance.take(body(id, article)))).await;
    assert_eq!(receipts, [const { Ok(Taken::Stored) }; 5]);
    assert_eq!(*seen.lock().unwrap(), [(1, 3), (1, 4), (1, 5), (0, 1), (0, 2)]);
    drop(entrance);
    let articles = index.await.unwrap().articles;
    assert_eq!((articles[&0].0, articles[&1].0), (2, 5));
}

#[tokio::test]
async fn the_index_takes_each_event_once_and_never_an_older_one() {
    let mut index = MemoryIndex::default();
    let change = |event, entry: Option<&str>| Change { event, article: 1, entry: entry.map(Into::into) };
    let batch = [change(1, Some("a")), change(1, Some("a")), change(2, Some("b"))];
    assert_eq!(index.commit(&batch).await, Ok(vec![true, false, true]));
    assert_eq!(index.commit(&[change(1, Some("a"))]).await, Ok(vec![false]));
    assert_eq!(index.commit(&[change(3, None), change(2, Some("b"))]).await, Ok(vec![true, false]));
    assert_eq!(index.articles, HashMap::from([(1, (3, None))]), "it does not come back");
}

/// The outbox and the intake as one: what is lost on the way, and in both directions, changes nothing in the end.
#[tokio::test(start_paused = true)]
async fn at_least_once_and_marks_are_effectively_once() {
    let mut random = 1_u64;
    let mut flip = move |of: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (random >> 33).is_multiple_of(of)
    };
    let (entrance, index) =
        start(MemoryIndex::default(), plain, Policy { queue: 10, linger: SECOND / 100, ..SMALL });
    let fates = Mutex::new(move || (flip(5), flip(4)));
    let (posts, repeated) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let (posted, again) = (posts.clone(), repeated.clone());
    let way_in = entrance.clone();
    let post = move |notice: Notice| {
        let (entrance, posted, again) = (way_in.clone(), posted.clone(), again.clone());
        let (lost_there, lost_back) = fates.lock().unwrap()();
        let lost = || Err(UpstreamError::Unreachable("the line is bad".into()));
        async move {
            posted.fetch_add(1, Ordering::Relaxed);
            if lost_there {
                return lost();
            }
            let answer: Answer = match entrance.take(notice.body).await {
                Ok(taken) => {
                    again.fetch_add(u32::from(taken == Taken::Repeated), Ordering::Relaxed);
                    answer(204, &[], "")
                }
                Err(NotTaken::Poison(_)) => answer(422, &[], ""),
                Err(NotTaken::Busy | NotTaken::Unavailable) => answer(503, &[], ""),
            };
            if lost_back { lost() } else { Ok(answer) }
        }
    };
    // Thirty events of five articles.
    let queue = Queue::of((1..=30).map(|id| (id, id % 5)));
    let outbox = queue.outbox(post, policy()).spawn();
    let delivered = |queue: &Queue| {
        let log = queue.log();
        log.iter().filter(|(_, settlement)| matches!(settlement, Settlement::Delivered { .. })).count()
    };
    for settlements in 1.. {
        queue.noted(settlements).await;
        if delivered(&queue) == 30 {
            break;
        }
    }
    outbox.end(3600 * SECOND).await;
    let (posts, repeated) = (posts.load(Ordering::Relaxed), repeated.load(Ordering::Relaxed));
    assert!(posts > 30 && repeated > 0, "{posts} posts, {repeated} of them repeated");
    drop(entrance);
    let index = index.await.unwrap();
    let expected = (0..5).map(|article| {
        let last = if article == 0 { 30 } else { 25 + article };
        (article, (last, Some("At Least Once".to_owned())))
    });
    assert_eq!(index.articles, expected.collect());
}
