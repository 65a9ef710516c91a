use std::{cell::Cell, collections::BTreeMap, mem};

use phase4_collections::collection_borrowing::{Newsroom, Slots, Step, Story, Task, hand_over};

use crate::counting::{Counts, counted};

const NOTHING: Counts = Counts { allocations: 0, reallocations: 0, frees: 0 };

#[test]
fn once_the_lists_are_large_enough_a_round_allocates_nothing() {
    let mut room = Newsroom::default();
    let story = room.stories.insert(Story { texts: BTreeMap::new(), ..Story::default() });
    // Without its story, a task that publishes copies no title.
    room.stories.remove(story);
    let mut round = |now| {
        (0..20).for_each(|_| room.plan(Task { minute: now, story, step: Step::Review }));
        room.run_due(now) + room.run_due(now + 10)
    };
    assert_eq!(round(0), 40);
    assert_eq!(counted(|| round(100)), (NOTHING, 40));
}

#[test]
fn extracting_and_retaining_allocate_nothing_by_themselves() {
    let mut numbers: Vec<u64> = (0..1000).collect();
    assert_eq!(counted(|| numbers.extract_if(.., |number| *number % 3 == 0).count()), (NOTHING, 334));
    assert_eq!(counted(|| numbers.retain(|number| *number % 3 == 1)), (NOTHING, ()));
    assert_eq!(counted(|| mem::take(&mut numbers).len()), (Counts { frees: 1, ..NOTHING }, 333));
}

#[test]
fn a_free_place_needs_no_memory() {
    let mut slots = Slots::default();
    let handle = slots.insert(7_u64);
    slots.remove(handle);
    let (counts, found) = counted(|| {
        let handle = slots.insert(8);
        slots.remove(handle)
    });
    assert_eq!((counts, found), (NOTHING, Some(8)));
}

#[test]
fn a_slice_of_cells_is_the_same_memory() {
    let mut hours = [40, 120, 90, 20];
    let memory = hours.as_ptr();
    assert_eq!(Cell::from_mut(&mut hours[..]).as_slice_of_cells().as_ptr().cast::<u32>(), memory);
    assert_eq!(counted(|| hand_over(&mut hours, 100)), (NOTHING, 0));
}
