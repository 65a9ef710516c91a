//! The archive of another publisher is read, polled by hand: nothing here happens unless we ask for it.
//!
//! Run: `cargo run --example futures_and_streams`. Look for who is woken, what is in flight, and what a dropped future
//! takes with it.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    future,
    num::NonZeroUsize,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use futures::{FutureExt, StreamExt, channel::mpsc};
use phase6_async::futures_and_streams::{
    batches::{Batches, next_batch},
    crawl::{Crawl, Page},
    delivery::delivery,
    until::Until,
};

#[derive(Default)]
struct Task(AtomicU32);

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn poll<F: Future + ?Sized>(task: &Arc<Task>, future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(&Waker::from(Arc::clone(task))))
}

fn main() {
    let three = NonZeroUsize::new(3).expect("3 is not 0");

    let (editor, printer) = (Arc::<Task>::default(), Arc::<Task>::default());
    let (courier, mut proofs) = delivery();
    assert!(poll(&editor, Pin::new(&mut proofs)).is_pending());
    assert!(poll(&printer, Pin::new(&mut proofs)).is_pending());
    courier.deliver("the proofs");
    let woken = [editor.0.load(Ordering::Relaxed), printer.0.load(Ordering::Relaxed)];
    println!("editor and printer polled, in this order; wakes of each: {woken:?}");
    assert_eq!(woken, [0, 1]);

    let mut reading = pin!(Until::new(proofs, future::ready(())));
    let read = poll(&printer, reading.as_mut());
    println!("the signal to stop was there, and so were the proofs: {read:?}");
    assert_eq!(read, Poll::Ready(Some(Ok("the proofs"))));

    let in_flight = RefCell::new(BTreeMap::new());
    let mut crawl = Crawl::new("/", three, |path: String| {
        let (courier, page) = delivery();
        in_flight.borrow_mut().insert(path, courier);
        page.map(|page| page.expect("each page is answered below"))
    });
    let task = Arc::default();
    let mut pages = 0;
    loop {
        match poll(&task, pin!(crawl.next())) {
            Poll::Ready(Some(page)) => {
                pages += 1;
                println!("  {} refers to {}", page.path, page.links.len());
            }
            Poll::Ready(None) => break,
            Poll::Pending => {
                let asked: Vec<_> = in_flight.borrow().keys().cloned().collect();
                println!("in flight: {asked:?}");
                assert!((1..=3).contains(&asked.len()));
                let (path, courier) = in_flight.borrow_mut().pop_last().expect("a crawl waits for something");
                let links =
                    if path == "/" { ["/a", "/b", "/c", "/d", "/"].map(String::from).into() } else { vec![] };
                courier.deliver(Page { path, links });
            }
        }
    }
    println!("{pages} pages, each once");
    assert_eq!(pages, 5);

    let (sender, mut incoming) = mpsc::unbounded();
    let send = |pages: [u32; 2]| pages.map(|page| sender.unbounded_send(page).expect("it is received below"));
    send([1, 2]);
    assert_eq!(next_batch(&mut incoming, three).now_or_never(), None);
    send([3, 4]);
    sender.unbounded_send(5).expect("it is received below");
    let batch = next_batch(&mut incoming, three).now_or_never();
    println!("two pages of three came, and the future was dropped; the next one has {batch:?}");
    assert_eq!(batch, Some(vec![3, 4, 5]));

    let mut batches = Batches::new(incoming, three);
    send([6, 7]);
    assert_eq!(batches.next().now_or_never(), None);
    send([8, 9]);
    let batch = batches.next().now_or_never();
    println!("the same with an adapter that keeps what came: {batch:?}");
    assert_eq!(batch, Some(Some(vec![6, 7, 8])));
}
