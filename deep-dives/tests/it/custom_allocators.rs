use std::{alloc::Layout, cell::Cell, ptr::NonNull, rc::Rc, thread};

use allocator_api2::{alloc::Allocator, boxed::Box, vec::Vec};
use deep_dives::custom_allocators::{Arena, Columns, Pool, SharedPool, tag_counts};
use proptest::{collection, prelude::*};

#[derive(Debug, Clone)]
enum Step {
    Allocate { size: usize, align: usize, zeroed: bool },
    Grow { which: usize, by: usize, align: usize, zeroed: bool },
    Shrink { which: usize, percent: usize, align: usize },
    Free { which: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let size = || prop_oneof![4 => 0_usize..40, 2 => 40_usize..1100, 1 => 1100_usize..5000];
    let align = || prop_oneof![6 => 0_u32..5, 1 => 5_u32..13].prop_map(|log| 1_usize << log);
    let which = || any::<usize>();
    prop_oneof![
        4 => (size(), align(), any::<bool>())
            .prop_map(|(size, align, zeroed)| Step::Allocate { size, align, zeroed }),
        3 => (which(), size(), align(), any::<bool>())
            .prop_map(|(which, by, align, zeroed)| Step::Grow { which, by, align, zeroed }),
        2 => (which(), 0_usize..=100, align()).prop_map(|(which, percent, align)| Step::Shrink { which, percent, align }),
        2 => which().prop_map(|which| Step::Free { which }),
    ]
}

/// A block as its owner knows it: where, how large, and that each byte of it is `mark`.
struct Owned {
    block: NonNull<u8>,
    layout: Layout,
    mark: u8,
}

impl Owned {
    fn range(&self) -> std::ops::Range<usize> {
        let start = self.block.addr().get();
        start..start + self.layout.size()
    }

    fn bytes(&self) -> &[u8] {
        // SAFETY: the block was filled when it was obtained, and nobody else has it: that is what is tested.
        unsafe { NonNull::slice_from_raw_parts(self.block, self.layout.size()).as_ref() }
    }

    fn fill(&mut self, mark: u8) {
        self.mark = mark;
        // SAFETY: the block is this large, and ours.
        unsafe { self.block.write_bytes(mark, self.layout.size()) };
    }
}

fn layout_of(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).expect("an alignment is a power of two, and sizes are small")
}

/// Does what the steps say, and compares with an oracle that is a list of blocks: no two overlap, each is aligned and
/// as large as asked for, keeps its bytes whatever happens to others, and is zero where that was asked for.
fn check(allocator: impl Allocator, steps: &[Step]) {
    let mut owned = std::vec::Vec::<Owned>::new();
    for (mark, step) in (1..=u8::MAX).cycle().zip(steps) {
        let count = owned.len().max(1);
        let (got, layout, kept, zeroed) = match *step {
            Step::Allocate { size, align, zeroed } => {
                let layout = layout_of(size, align);
                let got = if zeroed { allocator.allocate_zeroed(layout) } else { allocator.allocate(layout) };
                (got.expect("there is memory"), layout, None, zeroed)
            }
            Step::Grow { which, by, align, zeroed } if !owned.is_empty() => {
                let old = owned.swap_remove(which % count);
                let layout = layout_of(old.layout.size() + by, align);
                // The block is the allocator's, with this layout, and the new one is not smaller.
                let got = if zeroed {
                    // SAFETY: see above.
                    unsafe { allocator.grow_zeroed(old.block, old.layout, layout) }
                } else {
                    // SAFETY: see above.
                    unsafe { allocator.grow(old.block, old.layout, layout) }
                };
                (got.expect("there is memory"), layout, Some(old), zeroed)
            }
            Step::Shrink { which, percent, align } if !owned.is_empty() => {
                let old = owned.swap_remove(which % count);
                let layout = layout_of(old.layout.size() * percent / 100, align);
                // SAFETY: the block is the allocator's, with this layout, and the new one is not larger.
                let got = unsafe { allocator.shrink(old.block, old.layout, layout) };
                (got.expect("there is memory"), layout, Some(old), false)
            }
            Step::Free { which } if !owned.is_empty() => {
                let old = owned.swap_remove(which % count);
                // SAFETY: the block is the allocator's, with this layout, and is not used again.
                unsafe { allocator.deallocate(old.block, old.layout) };
                continue;
            }
            _ => continue,
        };
        assert!(got.len() >= layout.size());
        let mut new = Owned { block: got.cast(), layout, mark };
        assert_eq!(new.block.addr().get() % layout.align(), 0);
        let kept_len = kept.as_ref().map_or(0, |old| old.layout.size().min(layout.size()));
        if let Some(old) = kept {
            let kept_bytes = NonNull::slice_from_raw_parts(new.block, kept_len);
            // SAFETY: these bytes were moved from a block that was filled.
            assert!(unsafe { kept_bytes.as_ref() }.iter().all(|byte| *byte == old.mark));
        }
        if zeroed {
            assert!(new.bytes()[kept_len..].iter().all(|byte| *byte == 0));
        }
        for other in &owned {
            let (ours, theirs) = (new.range(), other.range());
            assert!(
                ours.is_empty() || theirs.is_empty() || ours.end <= theirs.start || theirs.end <= ours.start
            );
        }
        new.fill(mark);
        owned.push(new);
        for block in &owned {
            assert!(block.bytes().iter().all(|byte| *byte == block.mark));
        }
    }
    for block in owned {
        // SAFETY: the block is the allocator's, with this layout, and is not used again.
        unsafe { allocator.deallocate(block.block, block.layout) };
    }
}

/// Miri takes its time.
const MOST_STEPS: usize = if cfg!(miri) { 6 } else { 50 };

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: if cfg!(miri) { 2 } else { 64 },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn blocks_of_an_arena_are_apart_and_keep_their_bytes(rounds in collection::vec(collection::vec(step(), 0..MOST_STEPS), 1..4)) {
        let mut arena = Arena::new();
        for steps in rounds {
            check(&arena, &steps);
            arena.reset();
        }
    }

    #[test]
    fn blocks_of_a_pool_are_apart_and_keep_their_bytes(steps in collection::vec(step(), 0..2 * MOST_STEPS)) {
        check(Pool::new(), &steps);
    }

    #[test]
    fn columns_are_apart_and_aligned(rows in 0_usize..10_000) {
        let columns = Columns::new(rows).unwrap();
        prop_assert!(columns.articles >= rows * 8 && columns.articles.is_multiple_of(4));
        prop_assert!(columns.percents >= columns.articles + rows * 4);
        prop_assert_eq!(columns.layout.size(), columns.percents + rows);
        prop_assert_eq!(columns.layout.align(), 8);
    }
}

#[test]
fn too_many_rows_are_an_error_and_not_a_small_block() {
    assert!(Columns::new(usize::MAX / 8 + 1).is_err());
    assert!(Columns::new(isize::MAX as usize / 8).is_err());
}

#[test]
fn references_stay_valid_while_the_arena_gets_chunk_after_chunk() {
    let arena = Arena::new();
    let views: std::vec::Vec<&mut u64> = (0..5000).map(|views| arena.alloc(views)).collect();
    assert!(views.iter().zip(0..).all(|(views, expected)| **views == expected));
    assert!(arena.reserved() >= 40_000);
}

#[test]
#[cfg_attr(miri, ignore = "hundreds of thousands of steps")]
fn each_chunk_is_twice_as_large_as_the_last_up_to_a_mebibyte() {
    let arena = Arena::new();
    let mut chunks = std::vec::Vec::new();
    while chunks.len() < 13 {
        let before = arena.reserved();
        arena.alloc([0_u8; 64]);
        chunks.extend(Some(arena.reserved() - before).filter(|size| *size > 0));
    }
    assert_eq!(chunks[..3], [1 << 10, 1 << 11, 1 << 12]);
    assert_eq!(chunks[10..], [1 << 20, 1 << 20, 1 << 20]);
}

#[test]
fn a_chunk_is_used_to_its_last_byte() {
    let fits = |bytes| {
        let arena = Arena::with_limit(1024);
        (&arena).allocate(layout_of(bytes, 1)).is_ok()
    };
    let arena = Arena::with_limit(1024);
    let count = std::iter::from_fn(|| arena.try_alloc(0_u8).ok()).count();
    assert!(fits(count) && !fits(count + 1));
    // A block of no bytes fits at its very end.
    assert!(arena.try_alloc(()).is_ok());
}

#[test]
fn an_arena_without_a_block_reserves_nothing() {
    let mut arena = Arena::default();
    arena.alloc(());
    arena.alloc([0_u64; 0]);
    assert_eq!(arena.alloc_str(""), "");
    arena.reset();
    assert_eq!(arena.reserved(), 0);
}

#[test]
fn any_alignment_is_kept() {
    #[repr(align(4096))]
    struct Page(u8);
    #[repr(align(2048))]
    struct Nothing;

    let arena = Arena::new();
    assert!(std::ptr::from_ref(arena.alloc(Nothing)).addr().is_multiple_of(2048));
    arena.alloc(1_u8);
    for filling in 0..3 {
        let page = arena.alloc(Page(filling));
        assert!(std::ptr::from_ref(page).addr().is_multiple_of(4096));
        assert_eq!(page.0, filling);
        assert!(std::ptr::from_ref(arena.alloc(Nothing)).addr().is_multiple_of(2048));
        arena.alloc(1_u8);
    }
}

#[test]
fn a_text_is_copied_to_the_arena() {
    let arena = Arena::new();
    let original = String::from("Über Arenen");
    let copy = arena.alloc_str(&original);
    copy.make_ascii_uppercase();
    drop(original);
    assert_eq!(copy, "ÜBER ARENEN");
}

#[test]
fn a_vector_grows_at_its_place_while_it_is_the_last() {
    let arena = Arena::new();
    let mut feed = Vec::with_capacity_in(4, &arena);
    feed.extend([1_u32, 2, 3, 4]);
    let place = feed.as_ptr();
    feed.reserve_exact(60);
    assert_eq!(feed.as_ptr(), place);

    arena.alloc(0_u8);
    feed.reserve_exact(61);
    assert_ne!(feed.as_ptr(), place);
    assert_eq!(feed, [1, 2, 3, 4]);
}

#[test]
fn the_last_vector_moves_if_its_chunk_is_full() {
    let arena = Arena::new();
    let mut feed = Vec::with_capacity_in(4, &arena);
    feed.extend([1_u32, 2, 3, 4]);
    let place = feed.as_ptr();
    feed.reserve_exact(4000);
    assert_ne!(feed.as_ptr(), place);
    feed.resize(4000, 7);
    assert_eq!(feed[..5], [1, 2, 3, 4, 7]);
}

#[test]
fn only_the_last_block_that_is_freed_is_used_again() {
    let arena = Arena::new();
    let first = Box::new_in(1_u64, &arena);
    let last = Box::new_in(2_u64, &arena);
    let places = [&raw const *first, &raw const *last];
    drop(last);
    assert_eq!(&raw const *arena.alloc(3_u64), places[1]);
    drop(first);
    assert!(!places.contains(&&raw const *arena.alloc(4_u64)));
}

#[test]
fn shrinking_takes_no_new_memory() {
    let arena = Arena::new();
    let shrink = |feed: &mut Vec<u32, &Arena>| {
        feed.extend([1, 2]);
        let place = feed.as_ptr();
        feed.shrink_to_fit();
        assert_eq!(feed.as_ptr(), place);
    };
    let mut last = Vec::with_capacity_in(50, &arena);
    shrink(&mut last);
    // What was given back is where the next block begins.
    assert_eq!(&raw const *arena.alloc(0_u32), last.as_ptr().wrapping_add(2));

    let mut other = Vec::with_capacity_in(50, &arena);
    let behind = &raw const *arena.alloc(0_u32);
    shrink(&mut other);
    assert_eq!(&raw const *arena.alloc(0_u32), behind.wrapping_add(1));
}

#[test]
fn a_reset_keeps_the_newest_chunk_for_the_next_request() {
    let mut arena = Arena::new();
    for _ in 0..1000 {
        arena.alloc([0_u64; 4]);
    }
    let reserved = arena.reserved();
    arena.reset();
    let kept = arena.reserved();
    assert!(kept > 0 && kept < reserved);
    let first = (&raw const *arena.alloc(1_u64)).addr();
    arena.reset();
    assert_eq!((&raw const *arena.alloc(2_u64)).addr(), first);
    for _ in 0..(kept - 100) / 8 {
        arena.alloc(0_u64);
    }
    assert_eq!(arena.reserved(), kept);
}

#[test]
fn a_limit_refuses_one_block_and_not_the_next() {
    let arena = Arena::with_limit(4096);
    assert!(arena.try_alloc([0_u8; 5000]).is_err());
    assert_eq!(arena.reserved(), 0);
    let mut count = 0_usize;
    while arena.try_alloc([0_u8; 90]).is_ok() {
        count += 1;
    }
    // All of the limit is used, but for headers and the end of each chunk.
    assert!((39..=45).contains(&count), "{count} blocks");
    assert!(arena.reserved() <= 4096);
    assert_eq!(*arena.try_alloc(7_u8).unwrap(), 7);
}

#[test]
fn a_vector_that_is_refused_stays_as_it_was() {
    let arena = Arena::with_limit(1024);
    let mut feed = Vec::new_in(&arena);
    feed.extend(0..10_u64);
    assert!(feed.try_reserve(1000).is_err());
    assert_eq!(feed.iter().sum::<u64>(), 45);
    assert!(feed.try_reserve(20).is_ok());
}

#[test]
#[cfg_attr(miri, ignore = "Miri itself ends where there is no more memory")]
fn the_largest_layouts_are_refused_without_overflow() {
    let most = isize::MAX.cast_unsigned();
    let (arena, pool) = (Arena::new(), Pool::new());
    arena.alloc(1_u8);
    for layout in [layout_of(most, 1), layout_of(most - 15, 16)] {
        assert!((&arena).allocate(layout).is_err());
        assert!(pool.allocate(layout).is_err());
    }
    // The system would refuse these, but memcheck's stands in for it, and does not survive the question.
    let arena = Arena::with_limit(1 << 20);
    arena.alloc(1_u8);
    for layout in [layout_of(1, 1 << 62), layout_of(1 << 62, 1 << 62)] {
        assert!((&arena).allocate(layout).is_err());
    }
    assert!(pool.allocate(layout_of(0, 1 << 63)).is_err());
}

#[test]
fn a_box_in_an_arena_drops_what_it_owns() {
    let arena = Arena::new();
    let author = Rc::new("Ada");
    let mut authors = Vec::new_in(&arena);
    authors.push(Box::new_in(Rc::clone(&author), &arena));
    authors.push(Box::new_in(Rc::clone(&author), &arena));
    assert_eq!(Rc::strong_count(&author), 3);
    drop(authors);
    assert_eq!(Rc::strong_count(&author), 1);
}

#[test]
fn an_arena_can_be_sent_and_a_pool_too() {
    let mut arena = Arena::new();
    arena.alloc(Cell::new(1));
    let pool = Pool::new();
    drop(Box::new_in(1, &pool));
    thread::spawn(move || {
        arena.reset();
        assert_eq!(*arena.alloc(2), 2);
        assert_eq!(*Box::new_in(2, &pool), 2);
    })
    .join()
    .unwrap();
}

/// Whether a type has a trait: a constant of its own, which needs the bound, is found before that of a trait.
macro_rules! is {
    ($type:ty: $($bound:tt)+) => {{
        struct Probe<T>(std::marker::PhantomData<T>);
        #[allow(dead_code, reason = "found only if the bound does not hold")]
        trait Otherwise {
            const HOLDS: bool = false;
        }
        impl<T> Otherwise for Probe<T> {}
        #[allow(dead_code, reason = "found only if the bound holds")]
        impl<T: $($bound)+> Probe<T> {
            const HOLDS: bool = true;
        }
        Probe::<$type>::HOLDS
    }};
}

#[test]
fn only_a_pool_behind_its_lock_can_be_shared() {
    assert!(!is!(Arena: Sync) && !is!(Pool: Sync) && is!(SharedPool: Sync));
    assert!(!is!(&'static Arena: Send) && !is!(&'static Pool: Send) && is!(&'static SharedPool: Send));
}

#[test]
fn who_can_reset_an_arena_is_no_allocator() {
    assert!(is!(&'static Arena: Allocator) && !is!(Arena: Allocator) && !is!(&'static mut Arena: Allocator));
    assert!(is!(Pool: Allocator) && !is!(Pool: Clone));
}

#[test]
fn a_map_may_live_in_an_arena() {
    const READERS: u32 = if cfg!(miri) { 50 } else { 1000 };
    let mut arena = Arena::new();
    for request in 0..3_u32 {
        let mut readers = hashbrown::HashMap::with_hasher_in(std::hash::RandomState::new(), &arena);
        for reader in 0..READERS {
            readers.insert(reader, reader * request);
        }
        assert!((0..READERS).all(|reader| readers[&reader] == reader * request));
        drop(readers);
        arena.reset();
    }
}

#[test]
fn tags_are_counted_with_any_allocator() {
    let tags = || "rust async rust traits rust async".split(' ');
    let expected = [("rust", 3), ("async", 2), ("traits", 1)];
    assert_eq!(tag_counts(tags(), &Arena::new()).unwrap(), expected);
    assert_eq!(tag_counts(tags(), Pool::new()).unwrap(), expected);
    assert_eq!(tag_counts(tags(), allocator_api2::alloc::Global).unwrap(), expected);
}

#[test]
fn a_pool_uses_a_freed_block_for_the_next_of_its_class() {
    let pool = Pool::new();
    let place = |block: &Box<[u8; 24], &Pool>| block.as_ptr().addr();
    let (one, two) = (Box::new_in([0; 24], &pool), Box::new_in([0; 24], &pool));
    let places = [place(&one), place(&two)];
    drop(one);
    drop(two);
    // A smaller and a larger class do not take it.
    let others = (Box::new_in([0_u8; 16], &pool), Box::new_in([0_u8; 33], &pool));
    assert!(!places.contains(&others.0.as_ptr().addr()) && !places.contains(&others.1.as_ptr().addr()));
    let (three, four) = (Box::new_in([0; 24], &pool), Box::new_in([0; 24], &pool));
    assert_eq!([place(&four), place(&three)], places);
}

#[test]
fn coming_and_going_costs_a_pool_no_more_memory() {
    let pool = Pool::new();
    let mut comments = std::vec::Vec::new();
    comments.extend((0..100).map(|id| Box::new_in([id; 6], &pool)));
    let reserved = pool.reserved();
    for id in 0..if cfg!(miri) { 200 } else { 10_000_usize } {
        comments.swap_remove(id * 7 % 100);
        comments.push(Box::new_in([id; 6], &pool));
    }
    assert_eq!(pool.reserved(), reserved);
}

#[test]
fn a_block_is_resized_at_its_place_within_its_class_and_moved_between_classes() {
    let pool = Pool::new();
    let mut text = Vec::<u8, _>::with_capacity_in(70, &pool);
    text.extend_from_slice(b"arena");
    let place = text.as_ptr();
    text.reserve_exact(128 - text.len());
    assert_eq!(text.as_ptr(), place);
    text.shrink_to(65);
    assert_eq!(text.as_ptr(), place);
    text.shrink_to_fit();
    assert_ne!(text.as_ptr(), place);
    assert_eq!(text, b"arena");
    // It went back to the class that it came from.
    assert_eq!(Vec::<u8, _>::with_capacity_in(128, &pool).as_ptr(), place);
}

#[test]
fn large_blocks_are_not_the_pools_own() {
    let pool = Pool::new();
    let mut feed = Vec::with_capacity_in(2000, &pool);
    feed.extend(0..2000_u32);
    feed.extend(0..3000_u32);
    assert_eq!(feed.iter().map(|id| u64::from(*id)).sum::<u64>(), 1_999_000 + 4_498_500);
    assert_eq!(pool.reserved(), 0);
    feed.truncate(10);
    feed.shrink_to_fit();
    assert!(feed.iter().copied().eq(0..10));
    assert!(pool.reserved() > 0);
}

#[test]
fn the_largest_class_is_a_kibibyte() {
    let pool = Pool::new();
    drop(Box::new_in([0_u8; 1025], &pool));
    assert_eq!(pool.reserved(), 0);
    drop(Box::new_in([0_u8; 1024], &pool));
    assert!(pool.reserved() > 0);
}
