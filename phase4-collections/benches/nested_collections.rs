//! What a level of nesting costs. Run: `cargo bench -p phase4-collections --bench nested_collections`.

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use phase4_collections::nested_collections::{ArticleId, Occurrences};

const ROWS: usize = 20_000;

/// The next number of a linear congruence, below `bound`.
fn random(state: &mut u64, bound: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize % bound
}

/// Rows in memory in the order in which they were made, and in the order that is left when they have been shuffled, or
/// sorted by what is in them.
fn rows() -> [Vec<Vec<u32>>; 2] {
    let fresh: Vec<Vec<u32>> = (0..ROWS as u32).map(|row| vec![row; 24]).collect();
    let mut shuffled = fresh.clone();
    let mut state = 1;
    for at in (1..ROWS).rev() {
        shuffled.swap(at, random(&mut state, at + 1));
    }
    [fresh, shuffled]
}

fn sums(criterion: &mut Criterion) {
    let [fresh, shuffled] = rows();
    let arrays: Vec<[u32; 24]> = (0..ROWS as u32).map(|row| [row; 24]).collect();
    let sum = |row: &[u32]| row.iter().fold(0_u32, |sum, cell| sum.wrapping_add(*cell));
    let mut group = criterion.benchmark_group("sum of rows");
    for (name, rows) in [("nested", &fresh), ("nested, shuffled", &shuffled)] {
        group.bench_function(name, |bench| {
            bench.iter(|| black_box(rows).iter().fold(0_u32, |all, row| all.wrapping_add(sum(row))));
        });
    }
    group.bench_function("arrays", |bench| bench.iter(|| sum(black_box(&arrays).as_flattened())));
    group.finish();

    let mut group = criterion.benchmark_group("clone of rows");
    group.bench_function("nested", |bench| bench.iter(|| black_box(&fresh).clone()));
    group.bench_function("arrays", |bench| bench.iter(|| black_box(&arrays).clone()));
    group.finish();
}

fn index(criterion: &mut Criterion) {
    let mut growing = Occurrences::default();
    let mut state = 1;
    for article in 0..200 {
        // Few words are frequent and many are rare, as in a text: the smaller of two numbers is small more often.
        let mut word = || random(&mut state, 2000).min(random(&mut state, 2000));
        let text: Vec<String> = (0..200).map(|_| format!("word{}", word())).collect();
        growing.index(ArticleId(article), &text.join(" "));
    }
    let words: Vec<String> = (0..2000).map(|word| format!("word{word}")).collect();
    let nested = growing.clone();
    let flat = growing.freeze();
    let mut group = criterion.benchmark_group("postings of all words");
    group.bench_function("nested", |bench| {
        bench
            .iter(|| words.iter().flat_map(|word| nested.of(word)).map(|posting| posting.place).sum::<u32>());
    });
    group.bench_function("flat", |bench| {
        bench.iter(|| words.iter().flat_map(|word| flat.of(word)).map(|posting| posting.place).sum::<u32>());
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(500));
    targets = sums, index
}
criterion_main!(benches);
