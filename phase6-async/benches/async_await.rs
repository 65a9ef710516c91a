//! What a call costs if it is awaited: with a static future, with a boxed one, and not at all.
//!
//! Run: `cargo bench -p phase6-async --bench async_await`.

use std::{
    hint::black_box,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
    time::Duration,
};

use criterion::{Criterion, criterion_group, criterion_main};

/// Cents for one sale, with something in it that the optimiser cannot leave out.
fn share(cents: u64) -> u64 {
    black_box(cents) / 10
}

async fn share_awaited(cents: u64) -> u64 {
    share(cents)
}

fn share_boxed(cents: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    Box::pin(share_awaited(cents))
}

/// The futures here never wait, so one poll brings the result.
fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing in it waits"),
    }
}

fn calls(criterion: &mut Criterion) {
    let sales: Vec<u64> = (0..10_000).collect();
    let mut group = criterion.benchmark_group("10 000 shares");
    group.bench_function("plain call", |bencher| {
        bencher.iter(|| {
            let mut sum = 0;
            for cents in &sales {
                sum += share(*cents);
            }
            sum
        });
    });
    group.bench_function("static future", |bencher| {
        bencher.iter(|| {
            ready(async {
                let mut sum = 0;
                for cents in &sales {
                    sum += share_awaited(*cents).await;
                }
                sum
            })
        });
    });
    group.bench_function("boxed future", |bencher| {
        bencher.iter(|| {
            ready(async {
                let mut sum = 0;
                for cents in &sales {
                    sum += share_boxed(*cents).await;
                }
                sum
            })
        });
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
    targets = calls
}
criterion_main!(benches);
