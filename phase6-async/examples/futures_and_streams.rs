//! The archive of another publisher is read by hand: nothing is polled unless we do it.
//!
//! Run: `cargo run --example futures_and_streams`. Look for who is woken, what is in flight, and what a dropped future
//! takes with it.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    num::NonZeroUsize,
    pin::Pin,
    sync::{Arc, atomic},
    task::{Context, Wake, Waker},
};

use futures::{FutureExt, StreamExt};
use phase6_async::futures_and_streams::{
    batches::{Batches, next_batch},
    crawl::{Crawl, Page},
    delivery::delivery,
    until::Until,
};

#[derive(Default)]
struct Reader(atomic::AtomicU32);

impl Wake for Reader {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, atomic::Ordering::Relaxed);
    }
}

fn main() {
    let readers = [Arc::<Reader>::default(), Arc::default()];
    let (courier, mut start) = delivery();
    for waker in readers.clone().map(Waker::from) {
        assert!(start.poll_unpin(&mut Context::from_waker(&waker)).is_pending());
    }
    courier.deliver("/");
    let woken = readers.map(|reader| reader.0.load(atomic::Ordering::Relaxed));
    println!("two readers polled, one after the other; the news has woken {woken:?}");
    assert_eq!(woken, [0, 1]);
    let start = start.now_or_never().expect("it has come").expect("and was not taken yet");

    let in_flight = RefCell::new(BTreeMap::new());
    let fetch = |path: String| {
        let (courier, page) = delivery();
        in_flight.borrow_mut().insert(path, courier);
        page.map(|page| page.expect("who is in flight is answered"))
    };
    let answer = |path: &str, links: &[&str]| {
        let page = Page { path: path.into(), links: links.iter().map(ToString::to_string).collect() };
        in_flight.borrow_mut().remove(path).expect("it was asked for").deliver(page);
    };
    let tell = |what: &str, expected: &[&str]| {
        println!("{what}; in flight: {:?}", in_flight.borrow().keys());
        assert!(in_flight.borrow().keys().eq(expected));
    };
    let two = NonZeroUsize::MIN.saturating_add(1);
    let mut pages = Crawl::new(start, two, fetch).map(|page| page.path);
    tell("nobody has polled the crawl", &[]);
    assert_eq!(pages.next().now_or_never(), None);
    tell("it was polled once", &["/"]);
    answer("/", &["/a", "/b", "/c", "/d", "/"]);
    assert_eq!(next_batch(&mut pages, two).now_or_never(), None);
    tell("an async fn that wants two pages has the first, is dropped, and takes it along", &["/a", "/b"]);

    let mut batches = Batches::new(pages, two);
    answer("/b", &[]);
    assert_eq!(batches.next().now_or_never(), None);
    tell("an adapter that wants two has the second page, and keeps it", &["/a", "/c"]);
    answer("/a", &[]);
    let batch = batches.next().now_or_never().flatten();
    tell(&format!("asked again, it has {batch:?}, and nothing new is begun"), &["/c"]);
    assert_eq!(batch, Some(vec!["/b".into(), "/a".into()]));
    answer("/c", &[]);
    let stopped = Until::new(batches.next(), async {}).now_or_never();
    let kept = Pin::new(&mut batches).take();
    println!("stopped when it had one page: {stopped:?}, and the page is still there: {kept:?}");
    assert_eq!((stopped, kept), (Some(None), vec!["/c".into()]));
}
