//! The arena and the pool against bumpalo, mimalloc and the system's allocator, on the same work.
//!
//! Run: `cargo bench -p deep-dives --bench custom_allocators`.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    hint::black_box,
    ptr::NonNull,
    time::Duration,
};

use allocator_api2::{
    alloc::{AllocError, Allocator},
    boxed::Box,
    vec::Vec,
};
use bumpalo::Bump;
use criterion::{Criterion, criterion_group, criterion_main};
use deep_dives::custom_allocators::{Arena, Pool, SharedPool};
use mimalloc::MiMalloc;

/// Lets a collection use what was written to be global.
struct Through<G>(G);

// SAFETY: all is passed on to an allocator that keeps the contract of `GlobalAlloc`, which is the same one for layouts
// that are not empty and do not change their alignment. The workloads below have no others.
unsafe impl<G: GlobalAlloc> Allocator for Through<G> {
    #[inline]
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: the layout is not empty, see above.
        let block = NonNull::new(unsafe { self.0.alloc(layout) }).ok_or(AllocError)?;
        Ok(NonNull::slice_from_raw_parts(block, layout.size()))
    }

    #[inline]
    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller promises what `dealloc` asks for.
        unsafe { self.0.dealloc(block.as_ptr(), layout) };
    }

    #[inline]
    unsafe fn grow(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: the caller promises what `realloc` asks for; the alignment is the same, see above.
        let block =
            NonNull::new(unsafe { self.0.realloc(block.as_ptr(), old, new.size()) }).ok_or(AllocError)?;
        Ok(NonNull::slice_from_raw_parts(block, new.size()))
    }
}

/// What a request makes for each article that it shows.
#[expect(dead_code, reason = "only its size matters")]
struct Summary {
    article: u64,
    author: u64,
    views: u32,
    likes: u32,
}

fn summary(article: u64) -> Summary {
    Summary { article, author: article / 7, views: 41, likes: 7 }
}

const ARTICLES: u64 = 1000;

fn values_of_a_request(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("1000 values, then all are freed");
    group.bench_function("arena", |bencher| {
        let mut arena = Arena::new();
        bencher.iter(|| {
            for article in 0..ARTICLES {
                black_box(arena.alloc(summary(article)));
            }
            arena.reset();
        });
    });
    group.bench_function("bumpalo", |bencher| {
        let mut bump = Bump::new();
        bencher.iter(|| {
            for article in 0..ARTICLES {
                black_box(bump.alloc(summary(article)));
            }
            bump.reset();
        });
    });
    group.bench_function("arena, a new one each time", |bencher| {
        bencher.iter(|| {
            let arena = Arena::new();
            for article in 0..ARTICLES {
                black_box(arena.alloc(summary(article)));
            }
        });
    });
    group.bench_function("bumpalo, a new one each time", |bencher| {
        bencher.iter(|| {
            let bump = Bump::new();
            for article in 0..ARTICLES {
                black_box(bump.alloc(summary(article)));
            }
        });
    });
    boxes(&mut group, "boxes of the arena", &Arena::new());
    boxes(&mut group, "boxes of the pool", Pool::new());
    boxes(&mut group, "boxes of the shared pool", Through(SharedPool::new()));
    boxes(&mut group, "boxes of mimalloc", Through(MiMalloc));
    boxes(&mut group, "boxes of the system", Through(System));
    group.finish();
}

type Group<'c> = criterion::BenchmarkGroup<'c, criterion::measurement::WallTime>;

/// Frees the last first, which is the best case of the arena, and no worse than another order for the rest.
fn boxes(group: &mut Group, name: &str, allocator: impl Allocator) {
    let allocator = &allocator;
    let mut kept = std::vec::Vec::with_capacity(ARTICLES as usize);
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            for article in 0..ARTICLES {
                kept.push(Box::new_in(summary(article), allocator));
            }
            while let Some(boxed) = kept.pop() {
                drop(black_box(boxed));
            }
        });
    });
}

fn one_vector_grows(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("10 000 ids are pushed to one vector");
    group.bench_function("arena", |bencher| {
        let mut arena = Arena::new();
        bencher.iter(|| {
            drop(black_box(push_all(&arena)));
            arena.reset();
        });
    });
    group.bench_function("bumpalo", |bencher| {
        let mut bump = Bump::new();
        bencher.iter(|| {
            drop(black_box(push_all(&bump)));
            bump.reset();
        });
    });
    group.bench_function("mimalloc", |bencher| bencher.iter(|| push_all(Through(MiMalloc))));
    group.bench_function("system", |bencher| bencher.iter(|| push_all(Through(System))));
    group.finish();
}

fn push_all<A: Allocator>(allocator: A) -> Vec<u64, A> {
    let mut ids = Vec::new_in(allocator);
    for id in 0..10_000 {
        ids.push(black_box(id));
    }
    ids
}

fn comments_come_and_go(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("10 000 blocks of 16 to 512 bytes replace one of 256");
    replace_blocks(&mut group, "pool", Pool::new());
    replace_blocks(&mut group, "shared pool", Through(SharedPool::new()));
    replace_blocks(&mut group, "mimalloc", Through(MiMalloc));
    replace_blocks(&mut group, "system", Through(System));
    group.finish();
}

fn replace_blocks(group: &mut Group, name: &str, allocator: impl Allocator) {
    let allocator = &allocator;
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            let mut texts: std::vec::Vec<_> =
                (0..256).map(|_| Vec::<u8, _>::with_capacity_in(16, allocator)).collect();
            let mut state = 1_u32;
            for _ in 0..10_000 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let size = 16 + (state >> 16) as usize % 497;
                texts[(state >> 8) as usize % 256] = Vec::with_capacity_in(size, allocator);
            }
            texts
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = values_of_a_request, one_vector_grows, comments_come_and_go
}
criterion_main!(benches);
