//! A program whose every block comes from the pool.

use deep_dives::custom_allocators::SharedPool;

#[global_allocator]
static ALLOCATOR: SharedPool = SharedPool::new();

mod custom_allocators {
    use std::{
        alloc::{GlobalAlloc, Layout},
        collections::{BTreeMap, HashMap},
        hint::black_box,
        sync::{Barrier, mpsc},
        thread,
    };

    use deep_dives::custom_allocators::SharedPool;

    use super::ALLOCATOR;

    #[test]
    fn the_collections_of_std_work_on_a_pool() {
        let readers: HashMap<u32, String> = (0..2000).map(|id| (id, format!("reader {id}"))).collect();
        let sorted: BTreeMap<_, _> = readers.iter().collect();
        assert!(sorted.iter().all(|(id, name)| **name == format!("reader {id}")));
        assert!(ALLOCATOR.reserved() > 0);
    }

    #[test]
    fn threads_never_share_a_block() {
        let together = Barrier::new(4);
        thread::scope(|scope| {
            for thread in 0..4_usize {
                let together = &together;
                scope.spawn(move || {
                    together.wait();
                    for round in 0..200_000 {
                        let (one, two) = (Box::new([thread, round]), Box::new([round, thread]));
                        assert_eq!(*black_box(one), [thread, round]);
                        assert_eq!(*black_box(two), [round, thread]);
                    }
                });
            }
        });
    }

    #[test]
    fn a_block_may_be_freed_by_another_thread() {
        let (send, receive) = mpsc::sync_channel::<Vec<String>>(4);
        let writer = thread::spawn(move || {
            for day in 0..500 {
                send.send((0..10).map(|hour| format!("day {day}, hour {hour}")).collect()).unwrap();
            }
        });
        assert_eq!(receive.iter().map(|entries| entries.len()).sum::<usize>(), 5000);
        writer.join().unwrap();
    }

    #[test]
    fn zeroed_blocks_are_zero_in_used_memory_too() {
        for _ in 0..3 {
            let mut bytes = vec![0_u8; black_box(200)];
            assert!(bytes.iter().all(|byte| *byte == 0));
            bytes.fill(0xAA);
        }
    }

    #[test]
    fn a_block_is_reallocated_at_its_place_within_its_class() {
        let mut text = String::with_capacity(65);
        text.push_str("arena");
        let place = text.as_ptr();
        text.reserve_exact(128 - text.len());
        assert_eq!(text.as_ptr(), place);
        text.reserve_exact(200);
        assert_ne!(text.as_ptr(), place);
        assert_eq!(text, "arena");
    }

    #[test]
    fn a_pool_that_no_thread_knows_yet_is_a_global_allocator_too() {
        let pool = SharedPool::default();
        let layout = Layout::new::<[u64; 3]>();
        // SAFETY: the layout is not empty.
        let first = unsafe { pool.alloc(layout) };
        // SAFETY: it came from this pool with this layout, and is not used again.
        unsafe { pool.dealloc(first, layout) };
        // SAFETY: the layout is not empty.
        let second = unsafe { pool.alloc(layout) };
        assert_eq!(first.addr(), second.addr());
        // SAFETY: it came from this pool with this layout, and is not used again.
        unsafe { pool.dealloc(second, layout) };
    }
}
