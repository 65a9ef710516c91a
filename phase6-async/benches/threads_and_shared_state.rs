//! What it costs to count together. Run: `cargo bench -p phase6-async --bench threads_and_shared_state`.

use std::{
    hint::black_box,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use phase6_async::threads_and_shared_state::counts::{Reads, ShardedReads};

const WORKERS: usize = 2;
/// Enough of them that starting the threads does not matter.
const READS: usize = 50_000;

/// Aligned, so that all of it is in one line wherever lines have 64 bytes or more.
#[derive(Default)]
#[repr(align(64))]
struct Line([AtomicU64; WORKERS]);

/// Lets each worker count its readers.
fn together(count: impl Fn(usize) + Sync) {
    let count = &count;
    thread::scope(|scope| {
        for worker in 0..WORKERS {
            scope.spawn(move || (0..READS).for_each(|_| count(worker)));
        }
    });
}

fn counters(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("count");
    group.sampling_mode(SamplingMode::Flat);
    group.bench_function("nothing", |bench| {
        bench.iter(|| {
            together(|worker| {
                black_box(worker);
            });
        });
    });
    group.bench_function("a lock", |bench| {
        let reads = Mutex::new(0_u64);
        bench.iter(|| together(|_| *reads.lock().expect("adding one does not panic") += 1));
    });
    group.bench_function("an atomic", |bench| {
        let reads = Reads::default();
        bench.iter(|| together(|_| reads.add()));
    });
    group.bench_function("two atomics in one line", |bench| {
        let Line(reads) = &Line::default();
        bench.iter(|| {
            together(|worker| {
                reads[worker].fetch_add(1, Relaxed);
            });
        });
    });
    group.bench_function("sharded", |bench| {
        let reads = ShardedReads::default();
        bench.iter(|| together(|worker| reads.add(worker)));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(500));
    targets = counters
}
criterion_main!(benches);
