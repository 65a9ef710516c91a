//! What a set of futures saves against a list that is polled in full, and what concurrency within a task does not save.
//!
//! Run: `cargo bench -p phase6-async --bench futures_and_streams`.

use std::{
    future::poll_fn,
    hint::black_box,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use futures::{
    Stream, StreamExt,
    stream::{self, FuturesUnordered},
};
use phase6_async::futures_and_streams::delivery::{Courier, Delivery, delivery};

/// All answers are delivered one by one, from the last to the first, and the task is polled after each.
fn few_ready_of_many(criterion: &mut Criterion) {
    let thousand = || (0..1000).map(|_| delivery()).unzip::<Courier<u32>, Delivery<u32>, Vec<_>, Vec<_>>();
    let mut group = criterion.benchmark_group("1000 answers, one at a time");
    group.bench_function("FuturesUnordered", |bencher| {
        bencher.iter_batched(
            thousand,
            |(couriers, parcels)| {
                let mut context = Context::from_waker(Waker::noop());
                let mut set = FuturesUnordered::from_iter(parcels);
                assert!(set.poll_next_unpin(&mut context).is_pending());
                for (answer, courier) in (0..).zip(couriers.into_iter().rev()) {
                    courier.deliver(answer);
                    assert!(set.poll_next_unpin(&mut context).is_ready());
                }
            },
            BatchSize::SmallInput,
        );
    });
    group.bench_function("a list polled in full", |bencher| {
        bencher.iter_batched(
            thousand,
            |(couriers, mut parcels)| {
                let mut context = Context::from_waker(Waker::noop());
                let mut poll_all = |parcels: &mut Vec<Delivery<u32>>| {
                    parcels.retain_mut(|parcel| pin!(parcel).poll(&mut context).is_pending());
                };
                poll_all(&mut parcels);
                for (answer, courier) in (0..).zip(couriers.into_iter().rev()) {
                    courier.deliver(answer);
                    poll_all(&mut parcels);
                }
                assert!(parcels.is_empty());
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

/// Computes a little, and gives way to others four times meanwhile.
async fn computed(page: u32) -> u32 {
    let mut sum = page;
    for _ in 0..4 {
        sum = (0..2000).fold(sum, |sum, n| black_box(sum.wrapping_mul(31).wrapping_add(n)));
        let mut yielded = false;
        poll_fn(|context| {
            if std::mem::replace(&mut yielded, true) {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }
    sum
}

/// Wakes nobody: the loop below polls for as long as there is something to do.
struct Idle;

impl Wake for Idle {
    fn wake(self: Arc<Self>) {}
}

fn sum(pages: impl Stream<Item = u32>) -> u32 {
    let waker = Waker::from(Arc::new(Idle));
    let mut context = Context::from_waker(&waker);
    let mut sum = pin!(pages.fold(0_u32, async |sum, page| sum.wrapping_add(page)));
    loop {
        if let Poll::Ready(sum) = sum.as_mut().poll(&mut context) {
            return sum;
        }
    }
}

fn work_that_only_yields(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("200 pages that yield four times");
    group.bench_function("buffered(1)", |bencher| {
        bencher.iter(|| sum(stream::iter(0..200).map(computed).buffered(1)));
    });
    group.bench_function("buffer_unordered(1)", |bencher| {
        bencher.iter(|| sum(stream::iter(0..200).map(computed).buffer_unordered(1)));
    });
    group.bench_function("buffer_unordered(32)", |bencher| {
        bencher.iter(|| sum(stream::iter(0..200).map(computed).buffer_unordered(32)));
    });
    group.bench_function("then, without a set", |bencher| {
        bencher.iter(|| sum(stream::iter(0..200).then(computed)));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    // Short, because only ratios are wanted, and they settle early.
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(400));
    targets = few_ready_of_many, work_that_only_yields
}
criterion_main!(benches);
