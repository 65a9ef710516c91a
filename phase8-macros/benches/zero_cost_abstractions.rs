//! What abstractions cost in time. Instructions are counted by `cargo xtask counts`; here it shows where the two
//! differ.
//!
//! Run: `cargo bench -p phase8-macros --bench zero_cost_abstractions`.

use std::{
    hint::black_box,
    num::NonZero,
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime};
use phase8_macros::zero_cost_abstractions::{
    columns::{self, Cents, Grade, Grades},
    readers,
    records::{self, Referrer},
    statements::{self, Line},
    tariffs::{self, AnyTariff, Fixed, OutOfLine, Percent, Stepped, Tariff},
};

const COUNT: usize = 20_000;

/// Numbers below `bound` without an order, the same in each run.
fn numbers(seed: u64, bound: u64) -> Vec<u64> {
    let mut state = seed;
    let next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    std::iter::repeat_with(next).take(COUNT).collect()
}

fn bytes() -> Vec<u8> {
    (1..=4).flat_map(|seed| numbers(seed, 256)).map(|n| n as u8).collect()
}

fn bench<T>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, mut run: impl FnMut() -> T) {
    group.bench_function(name, |bencher| bencher.iter(&mut run));
}

fn sums(criterion: &mut Criterion) {
    let (prices, copies) = (numbers(1, 10_000), numbers(2, 500));
    let cents: Vec<Cents> = prices.iter().copied().map(Cents).collect();

    let mut group = criterion.benchmark_group("a sum");
    bench(&mut group, "index", || columns::total_by_index(black_box(&prices)));
    bench(&mut group, "iterator", || columns::total(black_box(&prices)));
    bench(&mut group, "newtypes", || columns::total_in_cents(black_box(&cents)));
    group.finish();

    let mut group = criterion.benchmark_group("a chain");
    bench(&mut group, "for", || columns::total_of_both_in_a_for(black_box(&prices), &copies));
    bench(&mut group, "for_each", || columns::total_of_both(black_box(&prices), &copies));
    group.finish();

    let mut group = criterion.benchmark_group("two columns");
    bench(&mut group, "index", || columns::takings_by_index(black_box(&prices), &copies));
    bench(&mut group, "zip", || columns::takings(black_box(&prices), &copies));
    group.finish();

    let mut balances = vec![0; COUNT];
    let mut group = criterion.benchmark_group("balances");
    bench(&mut group, "index", || columns::balances_by_index(black_box(&prices), &mut balances));
    bench(&mut group, "assert", || columns::balances_asserted(black_box(&prices), &mut balances));
    bench(&mut group, "promise", || {
        // SAFETY: both columns have the same length.
        unsafe { columns::balances_promised(black_box(&prices), &mut balances) }
    });
    group.finish();
}

fn comparisons(criterion: &mut Criterion) {
    let bytes = bytes();
    let more_bytes = bytes.clone();
    let grades: Vec<Grade> = bytes.iter().copied().map(Grade).collect();
    let more_grades = grades.clone();
    let column = Grades::new(grades.iter().copied());
    let more_of_a_column = column.clone();
    let mut group = criterion.benchmark_group("a comparison");
    bench(&mut group, "bytes", || columns::same_bytes(black_box(&bytes), &more_bytes));
    bench(&mut group, "newtypes", || columns::same_grades(black_box(&grades), &more_grades));
    bench(&mut group, "newtype of a column", || black_box(&column).same(&more_of_a_column));
    group.finish();
}

fn reading(criterion: &mut Criterion) {
    let bytes = bytes();
    let mut group = criterion.benchmark_group("a log");
    bench(&mut group, "index", || records::logged_by_index(black_box(&bytes)));
    bench(&mut group, "index, cut", || records::logged_by_cuts(black_box(&bytes)));
    bench(&mut group, "as_chunks", || records::logged(black_box(&bytes)));
    group.finish();

    let numbers: Vec<u32> = numbers(3, 7).into_iter().map(|n| n as u32).collect();
    let niches: Vec<_> = numbers.iter().map(|number| NonZero::new(*number).map(Referrer)).collect();
    let options: Vec<_> = numbers.iter().map(|number| (*number != 0).then_some(*number)).collect();
    let mut group = criterion.benchmark_group("an Option");
    bench(&mut group, "zero", || records::referred_by_zero(black_box(&numbers)));
    bench(&mut group, "niche", || records::referred(black_box(&niches)));
    bench(&mut group, "no niche", || records::referred_beside(black_box(&options)));
    group.finish();
}

fn divisions(criterion: &mut Criterion) {
    let (cents, copies) = (numbers(1, 10_000), numbers(2, 500));
    let checked: Vec<u64> = copies.iter().map(|copies| copies + 1).collect();
    let proven: Vec<_> = copies.iter().map(|copies| NonZero::<u64>::MIN.saturating_add(*copies)).collect();
    let mut group = criterion.benchmark_group("a division");
    bench(&mut group, "u64", || records::shares_checked(black_box(&cents), &checked));
    bench(&mut group, "NonZero", || records::shares(black_box(&cents), &proven));
    group.finish();
}

fn any_tariff(kind: u64) -> AnyTariff {
    match kind {
        0 => AnyTariff::Percent(Percent(15)),
        1 => AnyTariff::Fixed(Fixed(30)),
        _ => AnyTariff::Stepped(Stepped { from: 500, below: 10, above: 20 }),
    }
}

fn boxed(tariff: &AnyTariff) -> Box<dyn Tariff> {
    match *tariff {
        AnyTariff::Percent(tariff) => Box::new(tariff),
        AnyTariff::Fixed(tariff) => Box::new(tariff),
        AnyTariff::Stepped(tariff) => Box::new(tariff),
    }
}

fn dispatch(criterion: &mut Criterion) {
    let sales = numbers(1, 10_000);
    let mut group = criterion.benchmark_group("one tariff");
    bench(&mut group, "generic", || tariffs::paid(black_box(&Percent(15)), &sales));
    bench(&mut group, "dyn", || tariffs::paid::<dyn Tariff>(black_box(&Percent(15)), &sales));
    group.finish();

    let mixed = numbers(4, 3);
    let mut sorted = mixed.clone();
    sorted.sort_unstable();
    for (name, kinds) in [("tariffs in no order", mixed), ("tariffs kind by kind", sorted)] {
        let inlined: Vec<_> = kinds.into_iter().map(any_tariff).collect();
        let called: Vec<_> = inlined.iter().copied().map(OutOfLine).collect();
        let boxes: Vec<_> = inlined.iter().map(boxed).collect();
        let mut group = criterion.benchmark_group(name);
        bench(&mut group, "enum, inlined", || tariffs::paid_each(black_box(&inlined), &sales));
        bench(&mut group, "enum, called", || tariffs::paid_each(black_box(&called), &sales));
        bench(&mut group, "dyn", || tariffs::paid_each(black_box(&boxes), &sales));
        group.finish();
    }

    let mut group = criterion.benchmark_group("a fee");
    bench(&mut group, "by hand", || tariffs::net_by_hand(&sales, black_box(25)));
    bench(&mut group, "closure", || {
        let rate = black_box(25);
        tariffs::net(&sales, move |cents| cents * rate / 1000)
    });
    bench(&mut group, "dyn Fn", || {
        let rate = black_box(25);
        tariffs::net_by_dyn(&sales, black_box(&move |cents| cents * rate / 1000))
    });
    group.finish();

    let mut group = criterion.benchmark_group("a conversion");
    bench(&mut group, "call", || tariffs::convert(&sales));
    bench(&mut group, "await", || ready(tariffs::convert_awaiting(&sales)));
    bench(&mut group, "await a box", || ready(tariffs::convert_awaiting_boxes(&sales)));
    group.finish();
}

/// The futures here never wait, so one poll brings the result.
fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing in it waits"),
    }
}

fn texts(criterion: &mut Criterion) {
    let lines = [Line { title: "The Cartographer", format: "paperback" }; 500];
    let mut group = criterion.benchmark_group("a statement");
    bench(&mut group, "format!", || statements::by_format(black_box(&lines)));
    bench(&mut group, "write!", || statements::by_write(black_box(&lines)));
    bench(&mut group, "push_str", || statements::by_push(black_box(&lines)));
    group.finish();
}

fn hints(criterion: &mut Criterion) {
    let (left, right) = (numbers(1, u64::MAX), numbers(2, u64::MAX));
    let mut group = criterion.benchmark_group("an overlap");
    bench(&mut group, "base", || readers::overlap(black_box(&left), &right));
    bench(&mut group, "detected", || readers::overlap_detected(black_box(&left), &right));
    group.finish();

    let (mut sorted, keys) = (left, right);
    sorted.sort_unstable();
    let all =
        |rank: fn(&[u64], u64) -> usize| keys[..2000].iter().map(|key| rank(&sorted, *key)).sum::<usize>();
    let mut group = criterion.benchmark_group("2000 ranks");
    bench(&mut group, "branches", || all(readers::rank_by_branches));
    bench(&mut group, "selection", || all(readers::rank_by_selection));
    bench(&mut group, "partition_point", || all(readers::rank));
    group.finish();

    let again =
        |rank: fn(&[u64], u64) -> usize| (0..2000).map(|_| rank(&sorted, black_box(keys[7]))).sum::<usize>();
    let mut group = criterion.benchmark_group("2000 times the same of all ranks");
    bench(&mut group, "branches", || again(readers::rank_by_branches));
    bench(&mut group, "selection", || again(readers::rank_by_selection));
    group.finish();

    let reads = numbers(3, 10_000);
    let mut group = criterion.benchmark_group("a rare path");
    bench(&mut group, "no hint", || readers::trusted(black_box(&reads), 9990));
    bench(&mut group, "cold_path", || readers::trusted_with_hint(black_box(&reads), 9990));
    group.finish();
}

criterion_group! {
    name = benches;
    // Short, because only ratios are wanted, and they settle early.
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(400));
    targets = sums, comparisons, reading, divisions, dispatch, texts, hints
}
criterion_main!(benches);
