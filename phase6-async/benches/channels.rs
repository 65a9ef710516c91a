//! What it costs to hand a value over: a channel against a queue behind a lock.
//!
//! Run: `cargo bench -p phase6-async --bench channels`.

use std::{
    collections::VecDeque,
    hint::black_box,
    sync::{Condvar, Mutex, mpsc},
    thread,
    time::Duration,
};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const VALUES: u64 = 5_000;

/// What one writes without channels: it can neither be closed nor be full.
#[derive(Default)]
struct Queue {
    values: Mutex<VecDeque<u64>>,
    filled: Condvar,
}

impl Queue {
    fn send(&self, value: u64) {
        self.values.lock().expect("nobody panics").push_back(value);
        self.filled.notify_one();
    }

    fn recv(&self) -> u64 {
        let values = self.values.lock().expect("nobody panics");
        let mut values = self.filled.wait_while(values, |values| values.is_empty()).expect("nobody panics");
        values.pop_front().expect("it was waited for")
    }
}

/// Sends and receives in turn: what the calls cost if nobody ever waits.
fn one_thread(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("one thread");
    group.bench_function("channel", |bencher| {
        let (sender, receiver) = mpsc::channel();
        bencher.iter(|| {
            sender.send(black_box(1)).expect("the receiver lives");
            receiver.recv().expect("the sender lives")
        });
    });
    group.bench_function("sync_channel(64)", |bencher| {
        let (sender, receiver) = mpsc::sync_channel(64);
        bencher.iter(|| {
            sender.send(black_box(1)).expect("the receiver lives");
            receiver.recv().expect("the sender lives")
        });
    });
    group.bench_function("Mutex<VecDeque> and Condvar", |bencher| {
        let queue = Queue::default();
        bencher.iter(|| {
            queue.send(black_box(1));
            queue.recv()
        });
    });
    // Nobody could wait for a value, but it shows what `notify_one` costs when nobody does.
    group.bench_function("Mutex<VecDeque> alone", |bencher| {
        let values = Mutex::new(VecDeque::new());
        bencher.iter(|| {
            values.lock().expect("nobody panics").push_back(black_box(1));
            values.lock().expect("nobody panics").pop_front()
        });
    });
    group.finish();
}

/// One thread sends all values, another one receives them.
fn two_threads(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("5 000 values between two threads");
    group.throughput(Throughput::Elements(VALUES));
    group.bench_function("channel", |bencher| {
        bencher.iter(|| {
            let (sender, receiver) = mpsc::channel();
            thread::scope(|scope| {
                scope.spawn(move || (0..VALUES).try_for_each(|value| sender.send(value)));
                receiver.into_iter().sum::<u64>()
            })
        });
    });
    for bound in [1024, 64, 0] {
        group.bench_function(format!("sync_channel({bound})"), |bencher| {
            bencher.iter(|| {
                let (sender, receiver) = mpsc::sync_channel(bound);
                thread::scope(|scope| {
                    scope.spawn(move || (0..VALUES).try_for_each(|value| sender.send(value)));
                    receiver.into_iter().sum::<u64>()
                })
            });
        });
    }
    group.bench_function("Mutex<VecDeque> and Condvar", |bencher| {
        bencher.iter(|| {
            let queue = Queue::default();
            thread::scope(|scope| {
                scope.spawn(|| (0..VALUES).for_each(|value| queue.send(value)));
                (0..VALUES).map(|_| queue.recv()).sum::<u64>()
            })
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    // Short, because only coarse ratios are wanted.
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(500));
    targets = one_thread, two_threads
}
criterion_main!(benches);
