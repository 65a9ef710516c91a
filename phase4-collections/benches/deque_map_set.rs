//! What look-ups, hashers and queues cost. Run: `cargo bench -p phase4-collections --bench deque_map_set`.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    hash::{BuildHasher, RandomState},
    hint::black_box,
    time::Duration,
};

use criterion::{Criterion, criterion_group, criterion_main};
use phase4_collections::deque_map_set::{Fx, Visits};

/// Updates in one round, spread over `PAGES` keys: almost every key is known.
const UPDATES: u64 = 10_000;
const PAGES: u64 = 500;

/// Ids in an order that a branch predictor cannot learn: the high bits of a linear congruence.
fn ids() -> Vec<u64> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % PAGES
    };
    (0..UPDATES).map(|_| next()).collect()
}

fn entry_or_look_up_u64(criterion: &mut Criterion) {
    let ids = ids();
    let mut group = criterion.benchmark_group("count u64");
    group.bench_function("entry", |bench| {
        bench.iter(|| {
            let mut visits = HashMap::new();
            ids.iter().for_each(|id| *visits.entry(*id).or_insert(0_u64) += 1);
            visits
        });
    });
    group.bench_function("get_mut first", |bench| {
        bench.iter(|| {
            let mut visits = HashMap::new();
            for id in &ids {
                match visits.get_mut(id) {
                    Some(count) => *count += 1,
                    None => {
                        visits.insert(*id, 1_u64);
                    }
                }
            }
            visits
        });
    });
    group.bench_function("contains_key first", |bench| {
        bench.iter(|| {
            let mut visits = HashMap::new();
            for id in &ids {
                if !visits.contains_key(id) {
                    visits.insert(*id, 0_u64);
                }
                if let Some(count) = visits.get_mut(id) {
                    *count += 1;
                }
            }
            visits
        });
    });
    group.finish();
}

fn entry_or_look_up_string(criterion: &mut Criterion) {
    let paths: Vec<String> = ids().iter().map(|id| format!("/articles/{id}/comments")).collect();
    let mut group = criterion.benchmark_group("count String");
    group.bench_function("entry", |bench| {
        bench.iter(|| {
            let mut visits = Visits::with_hasher(RandomState::new());
            for path in &paths {
                black_box(visits.count_owned(path.as_str().to_owned()));
            }
            visits
        });
    });
    group.bench_function("get_mut first", |bench| {
        bench.iter(|| {
            let mut visits = Visits::<String>::with_hasher(RandomState::new());
            for path in &paths {
                black_box(visits.count(path.as_str()));
            }
            visits
        });
    });
    group.finish();
}

fn counted<S: BuildHasher>(ids: &[u64], hasher: S) -> Visits<u64, S> {
    let mut visits = Visits::with_hasher(hasher);
    for id in ids {
        black_box(visits.count_owned(*id));
    }
    visits
}

fn hashers(criterion: &mut Criterion) {
    let ids = ids();
    let mut group = criterion.benchmark_group("hasher, u64");
    group.bench_function("SipHash", |bench| bench.iter(|| counted(&ids, RandomState::new())));
    group.bench_function("Fx", |bench| bench.iter(|| counted(&ids, Fx)));
    let in_turn: Vec<u64> = (0..UPDATES).map(|n| n * 81 % PAGES).collect();
    for (name, ids) in [("BTreeMap", &ids), ("BTreeMap, in turn", &in_turn)] {
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let mut visits = BTreeMap::new();
                ids.iter().for_each(|id| *visits.entry(*id).or_insert(0_u64) += 1);
                visits
            });
        });
    }
    group.bench_function("SipHash, in turn", |bench| bench.iter(|| counted(&in_turn, RandomState::new())));
    group.finish();
}

fn queues(criterion: &mut Criterion) {
    for length in [16, 1000] {
        let mut group = criterion.benchmark_group(format!("queue of {length}"));
        group.bench_function("VecDeque", |bench| {
            let mut queue: VecDeque<u64> = (0..length).collect();
            bench.iter(|| {
                let first = queue.pop_front().expect("each round gives back what it took");
                queue.push_back(black_box(first));
            });
        });
        group.bench_function("Vec", |bench| {
            let mut queue: Vec<u64> = (0..length).collect();
            bench.iter(|| {
                let first = queue.remove(0);
                queue.push(black_box(first));
            });
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(500));
    targets = entry_or_look_up_u64, entry_or_look_up_string, hashers, queues
}
criterion_main!(benches);
