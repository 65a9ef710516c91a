//! A program whose allocator measures and refuses.

use std::alloc::System;

use deep_dives::custom_allocators::Metered;

#[global_allocator]
static ALLOCATOR: Metered<System> = Metered(System);

mod custom_allocators {
    use std::{
        alloc::{self, Layout},
        env,
        hint::black_box,
        panic,
        process::Command,
        thread,
    };

    use allocator_api2::alloc::Global;
    use deep_dives::custom_allocators::{Arena, Pool, Usage, metered, tag_counts, with_quota};

    #[test]
    fn blocks_are_counted_and_bytes_while_they_live() {
        let (usage, boxed) = metered(|| Box::new([0_u8; 100]));
        assert_eq!(usage, Usage { allocations: 1, reallocations: 0, live: 100, peak: 100 });
        let (usage, ()) = metered(|| drop(boxed));
        assert_eq!(usage, Usage { allocations: 0, reallocations: 0, live: -100, peak: 0 });
    }

    #[test]
    fn the_peak_is_the_most_at_any_time() {
        let (outer, inner) = metered(|| {
            drop(black_box(vec![1_u8; 500]));
            let (inner, _) = metered(|| drop(black_box(vec![0_u8; 300])));
            inner
        });
        assert_eq!(outer, Usage { allocations: 2, reallocations: 0, live: 0, peak: 500 });
        assert_eq!(inner, Usage { allocations: 1, reallocations: 0, live: 0, peak: 300 });
    }

    #[test]
    fn a_peak_outlives_a_panic_within() {
        let (outer, caught) = metered(|| {
            drop(black_box(vec![1_u8; 500]));
            panic::catch_unwind(|| metered(|| panic::resume_unwind(Box::new(()))))
        });
        assert!(caught.is_err());
        assert!(outer.peak >= 500);
    }

    #[test]
    fn a_vector_that_grows_is_one_block_that_is_reallocated() {
        let (grown, _) = metered(|| {
            let mut ids = Vec::new();
            (0..1000_u64).for_each(|id| ids.push(black_box(id)));
            ids
        });
        assert_eq!((grown.allocations, grown.reallocations, grown.live), (1, 8, 8 * 1024));
        let (reserved, _) = metered(|| {
            let mut ids = Vec::with_capacity(1000);
            (0..1000_u64).for_each(|id| ids.push(black_box(id)));
            ids
        });
        assert_eq!((reserved.allocations, reserved.reallocations, reserved.live), (1, 0, 8000));
    }

    #[test]
    fn values_without_size_ask_for_nothing() {
        let (usage, _) = metered(|| (black_box(vec![(); 1000]), black_box(Box::new(()))));
        assert_eq!(usage, Usage::default());
    }

    #[test]
    fn a_thread_is_not_charged_for_another() {
        let (usage, ()) = metered(|| {
            thread::scope(|scope| {
                let other = scope.spawn(|| metered(|| drop(black_box(vec![0_u8; 1 << 20]))).0);
                assert_eq!(other.join().unwrap().peak, 1 << 20);
            });
        });
        assert!(usage.peak < 1 << 20);
    }

    #[test]
    fn what_is_leaked_stays_in_the_books() {
        let (usage, leaked) = metered(|| Box::leak(Box::new([0_u8; 64])));
        assert_eq!(usage.live, 64);
        // SAFETY: it came from a box, and is not used again.
        drop(unsafe { Box::from_raw(leaked) });
    }

    #[test]
    fn a_refused_vector_stays_as_it_was() {
        let mut ids = vec![1_u64, 2, 3];
        let expected = with_quota(100, || {
            let refused = ids.try_reserve_exact(100).is_err();
            let unchanged = ids == [1, 2, 3];
            let granted = ids.try_reserve_exact(10).is_ok();
            [refused, unchanged, granted, Vec::<u8>::new().try_reserve(101).is_err()]
        });
        assert_eq!(expected, [true; 4]);
        assert!(ids.try_reserve_exact(100).is_ok());
    }

    #[test]
    fn zeroed_and_growing_blocks_are_refused_too() {
        let layout = Layout::new::<[u8; 101]>();
        // SAFETY: the layout is not empty.
        assert!(with_quota(100, || unsafe { alloc::alloc_zeroed(layout) }).is_null());
        let tags = ["rust", "async", "traits", "macros", "unsafe"];
        assert!(with_quota(100, || tag_counts(tags, Global)).is_err());
        assert_eq!(tag_counts(tags, Global).unwrap().len(), 5);
    }

    #[test]
    #[cfg_attr(miri, ignore = "Miri itself ends where there is no more memory")]
    fn what_the_allocator_beneath_refuses_is_not_counted() {
        let most = isize::MAX.cast_unsigned();
        let layout = Layout::array::<u8>(most).unwrap();
        let mut ids = vec![1_u8, 2, 3];
        let (usage, refused) = metered(|| {
            // SAFETY: the layout is not empty.
            let zeroed = unsafe { alloc::alloc_zeroed(layout) };
            [
                Vec::<u8>::new().try_reserve(most).is_err(),
                ids.try_reserve_exact(most - 3).is_err(),
                zeroed.is_null(),
            ]
        });
        assert_eq!(refused, [true; 3]);
        assert_eq!(usage, Usage::default());
    }

    #[test]
    fn within_a_quota_none_is_larger_and_none_outlives_a_panic() {
        let reserve = |bytes| Vec::<u8>::new().try_reserve(bytes);
        // On a thread of its own, as no assertion could report a quota that is not lifted.
        let (inner, caught, after) = thread::spawn(move || {
            let inner = with_quota(100, || with_quota(1000, || reserve(500)));
            // Without the message, which would be written within the quota, and its backtrace may need more.
            let caught = panic::catch_unwind(|| with_quota(1000, || panic::resume_unwind(Box::new(()))));
            (inner, caught, reserve(2000))
        })
        .join()
        .unwrap();
        assert!(inner.is_err() && caught.is_err() && after.is_ok());
    }

    #[test]
    #[cfg_attr(miri, ignore = "it starts itself as another process")]
    fn who_does_not_ask_is_aborted() {
        const CHILD: &str = "DEEP_DIVES_OUT_OF_MEMORY";
        if env::var_os(CHILD).is_some() {
            let caught = panic::catch_unwind(|| with_quota(0, || Box::new(black_box([0_u8; 77]))));
            println!("not reached: {}", caught.is_err());
            return;
        }
        let name = "custom_allocators::who_does_not_ask_is_aborted";
        let child = Command::new(env::current_exe().unwrap())
            .args(["--exact", name, "--nocapture"])
            .env(CHILD, "1")
            .output()
            .unwrap();
        assert!(!child.status.success());
        assert!(String::from_utf8_lossy(&child.stderr).contains("memory allocation of 77 bytes failed"));
        assert!(!String::from_utf8_lossy(&child.stdout).contains("not reached"));
    }

    #[test]
    fn an_arena_and_a_pool_ask_the_system_and_not_the_global_allocator() {
        let (usage, ()) = metered(|| {
            let (arena, pool) = (Arena::new(), Pool::new());
            let mut ids = allocator_api2::vec::Vec::new_in(&arena);
            ids.extend(0..10_000);
            let boxed = allocator_api2::boxed::Box::new_in([0_u8; 2000], &pool);
            assert_eq!(ids.len() + boxed.len(), 12_000);
        });
        assert_eq!(usage, Usage::default());
    }
}
