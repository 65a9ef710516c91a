//! What it costs to remove many elements. Run: `cargo bench -p phase4-collections --bench collection_borrowing`.

use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

/// Every second number of so many goes.
const NUMBERS: u64 = 10_000;

type Goes = fn(&u64) -> bool;

fn removals(criterion: &mut Criterion) {
    let numbers: Vec<u64> = (0..NUMBERS).collect();
    let goes: Goes = |number| number.is_multiple_of(2);
    let mut group = criterion.benchmark_group("remove every second");
    let mut bench = |name, remove: fn(&mut Vec<u64>, Goes)| {
        group.bench_function(name, |bench| {
            bench.iter_batched(
                || numbers.clone(),
                |mut numbers| {
                    remove(&mut numbers, goes);
                    numbers
                },
                BatchSize::LargeInput,
            );
        });
    };
    bench("retain", |numbers, goes| numbers.retain(|number| !goes(number)));
    bench("extract_if", |numbers, goes| numbers.extract_if(.., |number| goes(number)).for_each(drop));
    bench("drain and collect", |numbers, goes| {
        *numbers = numbers.drain(..).filter(|number| !goes(number)).collect();
    });
    bench("swap_remove", |numbers, goes| {
        let mut at = 0;
        while at < numbers.len() {
            if goes(&numbers[at]) {
                numbers.swap_remove(at);
            } else {
                at += 1;
            }
        }
    });
    bench("remove", |numbers, goes| {
        let mut at = 0;
        while at < numbers.len() {
            if goes(&numbers[at]) {
                numbers.remove(at);
            } else {
                at += 1;
            }
        }
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(500));
    targets = removals
}
criterion_main!(benches);
