//! What it costs to send a message to another task and to get one back, and the same between threads.
//! Run: `cargo bench -p phase6-async --bench tokio_ecosystem`.

use std::{hint::black_box, sync::mpsc as threads, thread, time::Duration};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tokio::{
    runtime::{Builder, Runtime},
    sync::mpsc,
};

/// Messages to and fro in one round. Enough that starting the two sides does not count.
const TURNS: u64 = 1_000;

async fn between_tasks() -> u64 {
    let (to, mut from) = mpsc::channel(1);
    let (back_to, mut back_from) = mpsc::channel(1);
    let other = tokio::spawn(async move {
        while let Some(ball) = from.recv().await {
            back_to.send(ball + 1).await.expect("the first player waits");
        }
    });
    let first = tokio::spawn(async move {
        let mut ball = 0;
        for _ in 0..TURNS {
            to.send(black_box(ball)).await.expect("the other player waits");
            ball = back_from.recv().await.expect("the other player answers");
        }
        ball
    });
    let ball = first.await.expect("no panic");
    other.await.expect("no panic");
    ball
}

fn between_threads() -> u64 {
    let (to, from) = threads::sync_channel(1);
    let (back_to, back_from) = threads::sync_channel(1);
    thread::scope(|scope| {
        scope.spawn(move || {
            from.iter().for_each(|ball| back_to.send(ball + 1).expect("the first player waits"))
        });
        let first = scope.spawn(move || {
            let mut ball = 0;
            for _ in 0..TURNS {
                to.send(black_box(ball)).expect("the other player waits");
                ball = back_from.recv().expect("the other player answers");
            }
            ball
        });
        first.join().expect("no panic")
    })
}

fn ping_pong(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ping-pong");
    group.throughput(Throughput::Elements(TURNS));
    let runtimes: [(&str, Runtime); 2] = [
        ("1 worker", Builder::new_current_thread().build().expect("nothing is needed for it")),
        ("2 workers", Builder::new_multi_thread().worker_threads(2).build().expect("there are threads left")),
    ];
    for (name, runtime) in &runtimes {
        group.bench_function(BenchmarkId::new("two tasks", name), |bench| {
            bench.iter(|| assert_eq!(runtime.block_on(between_tasks()), TURNS));
        });
    }
    group.bench_function("two threads", |bench| bench.iter(|| assert_eq!(between_threads(), TURNS)));
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(1500));
    targets = ping_pong
}
criterion_main!(benches);
