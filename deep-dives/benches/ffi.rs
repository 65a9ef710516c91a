//! What the boundary costs: calls that cannot be inlined, and what it saves to cross it once.
//!
//! Run: `cargo bench -p deep-dives --bench ffi`. Look at the three ways to fold the same text: C is not slow, the call is.

use std::{ffi::CString, hint::black_box, ops::ControlFlow, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use deep_dives::ffi::wordbook::{Wordbook, fold, fold_all};

/// What `fold` does, where the compiler can see it.
fn fold_here(byte: u8) -> u8 {
    if byte.is_ascii_uppercase() { byte + (b'a' - b'A') } else { byte }
}

/// The same, as a call: neither inlined nor known to have no effect.
#[inline(never)]
extern "C" fn fold_out_of_line(byte: u8) -> u8 {
    black_box(fold_here(byte))
}

fn texts(criterion: &mut Criterion) {
    let mut text: Vec<u8> =
        (0..20_000_u32).map(|n| b'A' + (n.wrapping_mul(2_654_435_769) >> 27) as u8).collect();
    let mut group = criterion.benchmark_group("20000 bytes folded");
    group.bench_function("in Rust", |bencher| {
        bencher.iter(|| black_box(&mut text).iter_mut().for_each(|byte| *byte = fold_here(*byte)));
    });
    group.bench_function("in Rust, a call for each", |bencher| {
        bencher.iter(|| black_box(&mut text).iter_mut().for_each(|byte| *byte = fold_out_of_line(*byte)));
    });
    group.bench_function("in C, a call for each", |bencher| {
        bencher.iter(|| black_box(&mut text).iter_mut().for_each(|byte| *byte = fold(*byte)));
    });
    group.bench_function("in C, one call", |bencher| bencher.iter(|| fold_all(black_box(&mut text))));
    group.finish();
}

fn book(words: &[String]) -> Wordbook<'static> {
    let mut book = Wordbook::open(c"bench", words.len()).expect("there is memory for a book");
    words.iter().for_each(|word| book.add(word).expect("there is room"));
    book
}

fn words() -> Vec<String> {
    let letter = |n: u32| char::from(b'a' + (n % 26) as u8);
    (0..10_000_u32).map(|n| [n / 676, n / 26, n].map(letter).iter().collect()).collect()
}

fn visits(criterion: &mut Criterion) {
    let words = words();
    let (book, counts) = (book(&words), vec![1_u64; words.len()]);
    let mut group = criterion.benchmark_group("10000 words");
    group.bench_function("visited by C", |bencher| {
        bencher.iter(|| {
            let mut sum = 0;
            let _ = book.each(|_, count| -> ControlFlow<()> {
                sum += count;
                ControlFlow::Continue(())
            });
            sum
        });
    });
    group.bench_function("visited in Rust", |bencher| {
        bencher.iter(|| {
            black_box(&words).iter().zip(&counts).map(|(word, count)| word.len() as u64 + count).sum::<u64>()
        });
    });
    let names: Vec<_> = words.iter().map(String::as_str).collect();
    group.bench_function("looked up, a call for each", |bencher| {
        bencher.iter(|| names.iter().map(|name| book.count(name)).sum::<u64>());
    });
    group.bench_function("looked up, a `CString` for each", |bencher| {
        bencher.iter(|| {
            let count = |name: &&str| {
                // What an interface without a length would want; the library is asked the same.
                black_box(CString::new(*name).expect("there is no NUL in it").as_c_str());
                book.count(name)
            };
            names.iter().map(count).sum::<u64>()
        });
    });
    group.bench_function("looked up, one call", |bencher| {
        bencher.iter(|| book.counts(&names).iter().sum::<u64>());
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
    targets = texts, visits
}
criterion_main!(benches);
