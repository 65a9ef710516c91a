//! What the rebuilt structures cost beside their models. Run: `cargo bench -p deep-dives --bench unsafe_rust`.

use std::{collections::VecDeque, hint::black_box, sync::Mutex, thread, time::Duration};

use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use deep_dives::unsafe_rust::{ring::ring, vector::Vector};

const VALUES: usize = 10_000;

fn vectors(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("push ten thousand");
    group.bench_function("this vector", |bench| {
        bench.iter(|| {
            let mut values = Vector::new();
            for value in 0..black_box(VALUES) {
                values.push(value);
            }
            values
        });
    });
    group.bench_function("Vec", |bench| {
        bench.iter(|| {
            let mut values = Vec::new();
            for value in 0..black_box(VALUES) {
                values.push(value);
            }
            values
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("collect ten thousand");
    group.bench_function("this vector", |bench| {
        bench.iter(|| (0..black_box(VALUES)).collect::<Vector<_>>());
    });
    group.bench_function("Vec", |bench| {
        bench.iter(|| (0..black_box(VALUES)).collect::<Vec<_>>());
    });
    group.finish();
}

/// Fills a queue of 64 places and empties it, again and again, in one thread: the price of the steps themselves.
fn rings(criterion: &mut Criterion) {
    const PLACES: usize = 64;
    let mut group = criterion.benchmark_group("push and pop 64 in one thread");
    group.bench_function("this ring", |bench| {
        let (mut producer, mut consumer) = ring(PLACES);
        bench.iter(|| {
            for value in 0..PLACES {
                producer.push(black_box(value)).expect("it is empty");
            }
            std::iter::from_fn(|| consumer.pop()).fold(0, usize::wrapping_add)
        });
    });
    group.bench_function("rtrb", |bench| {
        let (mut producer, mut consumer) = rtrb::RingBuffer::new(PLACES);
        bench.iter(|| {
            for value in 0..PLACES {
                producer.push(black_box(value)).expect("it is empty");
            }
            std::iter::from_fn(|| consumer.pop().ok()).fold(0, usize::wrapping_add)
        });
    });
    group.bench_function("a queue behind a lock", |bench| {
        let queue = Mutex::new(VecDeque::with_capacity(PLACES));
        let lock = || queue.lock().expect("nobody panics while holding it");
        bench.iter(|| {
            for value in 0..PLACES {
                lock().push_back(black_box(value));
            }
            std::iter::from_fn(|| lock().pop_front()).fold(0, usize::wrapping_add)
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("ten thousand across two threads");
    group.sampling_mode(SamplingMode::Flat);
    group.bench_function("this ring", |bench| {
        bench.iter(|| {
            let (mut producer, mut consumer) = ring(PLACES);
            cross(move |value| producer.push(value).is_ok(), move || consumer.pop())
        });
    });
    group.bench_function("this ring, both ends on one stack", |bench| {
        bench.iter(|| {
            let (mut producer, mut consumer) = ring(PLACES);
            cross(|value| producer.push(value).is_ok(), || consumer.pop())
        });
    });
    group.bench_function("rtrb", |bench| {
        bench.iter(|| {
            let (mut producer, mut consumer) = rtrb::RingBuffer::new(PLACES);
            cross(move |value| producer.push(value).is_ok(), move || consumer.pop().ok())
        });
    });
    group.bench_function("a queue behind a lock", |bench| {
        bench.iter(|| {
            let queue = Mutex::new(VecDeque::with_capacity(PLACES));
            let lock = || queue.lock().expect("nobody panics while holding it");
            let push = |value| {
                let mut queue = lock();
                let room = queue.len() < PLACES;
                if room {
                    queue.push_back(value);
                }
                room
            };
            cross(push, || lock().pop_front())
        });
    });
    group.finish();
}

fn cross(mut push: impl FnMut(usize) -> bool + Send, mut pop: impl FnMut() -> Option<usize>) -> usize {
    thread::scope(|scope| {
        scope.spawn(move || {
            for value in 0..VALUES {
                while !push(value) {
                    thread::yield_now();
                }
            }
        });
        let mut sum = 0;
        for _ in 0..VALUES {
            sum += loop {
                match pop() {
                    Some(value) => break value,
                    None => thread::yield_now(),
                }
            };
        }
        sum
    })
}

fn by_index(sums: &mut [u32], here: &[u32], abroad: &[u32], titles: usize) {
    for title in 0..titles {
        sums[title] = here[title].wrapping_add(abroad[title]);
    }
}

fn cut_first(sums: &mut [u32], here: &[u32], abroad: &[u32], titles: usize) {
    let (sums, here, abroad) = (&mut sums[..titles], &here[..titles], &abroad[..titles]);
    for title in 0..titles {
        sums[title] = here[title].wrapping_add(abroad[title]);
    }
}

fn unchecked(sums: &mut [u32], here: &[u32], abroad: &[u32], titles: usize) {
    assert!([sums.len(), here.len(), abroad.len()].into_iter().all(|len| titles <= len));
    for title in 0..titles {
        // SAFETY: `title` is less than `titles`, which was compared with all lengths above.
        let sum = unsafe { sums.get_unchecked_mut(title) };
        // SAFETY: As above.
        let here = unsafe { here.get_unchecked(title) };
        // SAFETY: As above.
        let abroad = unsafe { abroad.get_unchecked(title) };
        *sum = here.wrapping_add(*abroad);
    }
}

type Add = fn(&mut [u32], &[u32], &[u32], usize);

fn bounds(criterion: &mut Criterion) {
    let here: Vec<u32> = (0..4096).collect();
    let abroad: Vec<u32> = (0..4096).rev().collect();
    let mut sums = vec![0; 4096];
    let mut group = criterion.benchmark_group("add two slices");
    let ways: [(&str, Add); 3] =
        [("by index", by_index), ("cut to one length first", cut_first), ("get_unchecked", unchecked)];
    for (name, add) in ways {
        group.bench_function(name, |bench| {
            bench.iter(|| add(&mut sums, black_box(&here), black_box(&abroad), black_box(4096)));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(500));
    targets = vectors, rings, bounds
}
criterion_main!(benches);
