//! What the forms of a loop cost, each against its obvious rival.
//!
//! Run: `cargo bench -p phase4-collections --bench collection_iterators`.

use std::{cell::Cell, hint::black_box, iter, time::Duration};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use phase4_collections::collection_iterators::{Article, Feed, merge};

const ITEMS: usize = 10_000;

/// One slice: the bound of the index is the length of the slice, or a number of which the compiler knows nothing.
#[expect(clippy::needless_range_loop, reason = "the index is the rival")]
fn one_slice(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("scale a slice");
    let mut prices: Vec<u32> = (0..10_000).collect();
    group.bench_function("iter_mut", |bencher| {
        bencher.iter(|| {
            for price in black_box(&mut prices[..]) {
                *price = price.wrapping_mul(3) ^ 5;
            }
        });
    });
    group.bench_function("index up to its own length", |bencher| {
        bencher.iter(|| {
            let prices = black_box(&mut prices[..]);
            for i in 0..prices.len() {
                prices[i] = prices[i].wrapping_mul(3) ^ 5;
            }
        });
    });
    group.bench_function("index up to another number", |bencher| {
        bencher.iter(|| {
            let (prices, count) = (black_box(&mut prices[..]), black_box(ITEMS));
            for i in 0..count {
                prices[i] = prices[i].wrapping_mul(3) ^ 5;
            }
        });
    });
    group.finish();
}

/// Two slices: their lengths are equal, but only `zip` or a cut tells the compiler so.
fn two_slices(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("add a slice to another");
    let mut totals = vec![0_u32; ITEMS];
    let reads: Vec<u32> = (0..10_000).collect();
    group.bench_function("zip", |bencher| {
        bencher.iter(|| {
            for (total, reads) in iter::zip(black_box(&mut totals[..]), black_box(&reads[..])) {
                *total = total.wrapping_add(*reads);
            }
        });
    });
    group.bench_function("index", |bencher| {
        bencher.iter(|| {
            let (totals, reads) = (black_box(&mut totals[..]), black_box(&reads[..]));
            for i in 0..totals.len() {
                totals[i] = totals[i].wrapping_add(reads[i]);
            }
        });
    });
    group.bench_function("index after a cut", |bencher| {
        bencher.iter(|| {
            let (totals, reads) = (black_box(&mut totals[..]), black_box(&reads[..]));
            let reads = &reads[..totals.len()];
            for i in 0..totals.len() {
                totals[i] = totals[i].wrapping_add(reads[i]);
            }
        });
    });
    group.finish();
}

/// Neighbours that change each other.
fn neighbours(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("clamp between neighbours");
    let mut hourly: Vec<u32> = (0..10_000).map(|n| n * 7919 % 1000).collect();
    group.bench_function("windows of cells", |bencher| {
        bencher.iter(|| {
            let hourly = black_box(&mut hourly[..]);
            for [before, here, after] in Cell::from_mut(hourly).as_slice_of_cells().array_windows() {
                let (before, after) = (before.get(), after.get());
                here.set(here.get().clamp(before.min(after), before.max(after)));
            }
        });
    });
    group.bench_function("index of the middle", |bencher| {
        bencher.iter(|| {
            let hourly = black_box(&mut hourly[..]);
            for i in 1..hourly.len() - 1 {
                let (before, after) = (hourly[i - 1], hourly[i + 1]);
                hourly[i] = hourly[i].clamp(before.min(after), before.max(after));
            }
        });
    });
    group.bench_function("index of the last of three", |bencher| {
        bencher.iter(|| {
            let hourly = black_box(&mut hourly[..]);
            for i in 2..hourly.len() {
                let (before, after) = (hourly[i - 2], hourly[i]);
                hourly[i - 1] = hourly[i - 1].clamp(before.min(after), before.max(after));
            }
        });
    });
    group.finish();
}

/// Sixteen feeds, read from the newest article on.
fn merged(criterion: &mut Criterion) {
    let feeds: Vec<Feed> = (0..16)
        .map(|desk| {
            let mut feed = Feed::default();
            for number in 0..600 {
                feed.post(number * 16 + desk * 7, Article { title: String::new(), reads: number });
            }
            feed
        })
        .collect();
    let sorted = |feeds: &Vec<Feed>| {
        let mut all: Vec<_> =
            feeds.iter().flatten().map(|(minute, article)| (*minute, article.reads)).collect();
        all.sort_by(|(left, _), (right, _)| right.cmp(left));
        all
    };
    for (name, count) in [("all of 16 feeds", usize::MAX), ("the first 20 of 16 feeds", 20)] {
        let mut group = criterion.benchmark_group(name);
        group.bench_function("merge", |bencher| {
            let sum = |feeds| {
                merge(feeds).take(count).map(|(_, article): (_, &Article)| article.reads).sum::<u32>()
            };
            bencher.iter_batched(|| black_box(&feeds), sum, BatchSize::SmallInput);
        });
        group.bench_function("collect and sort", |bencher| {
            let sum = |feeds| sorted(feeds).into_iter().take(count).map(|(_, reads)| reads).sum::<u32>();
            bencher.iter_batched(|| black_box(&feeds), sum, BatchSize::SmallInput);
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    // Short, because only ratios are wanted, and they settle early.
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(400));
    targets = one_slice, two_slices, neighbours, merged
}
criterion_main!(benches);
