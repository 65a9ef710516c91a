//! What it costs to collect, with and without a length that is known beforehand.
//!
//! Run: `cargo bench -p phase4-collections --bench collecting`.

use std::{hint::black_box, sync::Arc, time::Duration};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use phase4_collections::collecting::shared;

/// Passes items on, and their number too.
struct Counted<I>(I);

impl<I: Iterator> Iterator for Counted<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<I: ExactSizeIterator> ExactSizeIterator for Counted<I> {}

/// Passes items on, and says nothing of their number.
struct Uncounted<I>(I);

impl<I: Iterator> Iterator for Uncounted<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.0.next()
    }
}

fn into_vec(criterion: &mut Criterion) {
    let cents: Vec<u64> = (0..10_000).collect();
    let share = |cents: &u64| cents / 10;
    let mut group = criterion.benchmark_group("10 000 shares into a Vec");
    group.bench_function("collect, vouched for", |bencher| {
        bencher.iter(|| black_box(&cents).iter().map(share).collect::<Vec<_>>());
    });
    group.bench_function("collect, a hint of one's own", |bencher| {
        bencher.iter(|| Counted(black_box(&cents).iter().map(share)).collect::<Vec<_>>());
    });
    group.bench_function("collect, no hint", |bencher| {
        bencher.iter(|| Uncounted(black_box(&cents).iter().map(share)).collect::<Vec<_>>());
    });
    group.bench_function("push, with a capacity", |bencher| {
        bencher.iter(|| {
            let cents = black_box(&cents);
            let mut shares = Vec::with_capacity(cents.len());
            for cents in cents {
                shares.push(share(cents));
            }
            shares
        });
    });
    group.bench_function("push, no capacity", |bencher| {
        bencher.iter(|| {
            let mut shares = Vec::new();
            for cents in black_box(&cents) {
                shares.push(share(cents));
            }
            shares
        });
    });
    group.finish();
}

fn into_arc(criterion: &mut Criterion) {
    let cents: Vec<u64> = (0..10_000).collect();
    let share = |cents: &u64| cents / 10;
    let mut group = criterion.benchmark_group("10 000 shares into an Arc");
    group.bench_function("vouched for", |bencher| {
        bencher.iter(|| black_box(&cents).iter().map(share).collect::<Arc<[_]>>());
    });
    group.bench_function("filtered, all of them", |bencher| {
        bencher.iter(|| black_box(&cents).iter().map(share).filter(|n| *n < 2000).collect::<Arc<[_]>>());
    });
    group.bench_function("a hint of one's own", |bencher| {
        bencher.iter(|| Counted(black_box(&cents).iter().map(share)).collect::<Arc<[_]>>());
    });
    group.bench_function("a hint of one's own, through shared", |bencher| {
        bencher.iter(|| shared(Counted(black_box(&cents).iter().map(share))));
    });
    group.finish();
}

fn from_a_vec(criterion: &mut Criterion) {
    let cents: Vec<u64> = (0..10_000).collect();
    let mut group = criterion.benchmark_group("10 000 shares from a Vec by value");
    group.bench_function("in place", |bencher| {
        let collect = |cents: Vec<u64>| cents.into_iter().map(|cents| cents / 10).collect::<Vec<_>>();
        bencher.iter_batched(|| cents.clone(), collect, BatchSize::SmallInput);
    });
    group.bench_function("into new memory", |bencher| {
        let collect = |cents: Vec<u64>| cents.iter().map(|cents| cents / 10).collect::<Vec<_>>();
        bencher.iter_batched(|| cents.clone(), collect, BatchSize::SmallInput);
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
    targets = into_vec, into_arc, from_a_vec
}
criterion_main!(benches);
