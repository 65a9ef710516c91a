use std::{collections::HashSet, hash::RandomState};

use phase4_collections::deque_map_set::{Address, Failure, Failures, Fx, Page, PageCache, Visits};

use crate::counting::{Counts, counted};

const NOTHING: Counts = Counts { allocations: 0, reallocations: 0, frees: 0 };

#[test]
fn a_hit_allocates_nothing_however_often_it_is_repeated() {
    let mut cache = PageCache::new(8);
    for number in 0..8 {
        cache.put(
            Address::new("en", &format!("/{number}")),
            Page { html: String::new(), tags: HashSet::new() },
        );
    }
    let (counts, hits) = counted(|| {
        let paths = ["/0", "/3", "/7", "/none"];
        (0..1000).filter(|n| cache.get("en", paths[n % 4]).is_some()).count()
    });
    assert_eq!((counts, hits), (NOTHING, 750));
}

#[test]
fn a_known_key_is_made_and_dropped_for_the_entry_and_never_for_the_look_up() {
    let mut visits = Visits::<String>::with_hasher(RandomState::new());
    visits.count("/moves");
    let (counts, _) = counted(|| visits.count("/moves"));
    assert_eq!(counts, NOTHING);
    let (counts, _) = counted(|| visits.count_owned("/moves".to_owned()));
    assert_eq!(counts, Counts { allocations: 1, frees: 1, ..NOTHING });
}

#[test]
fn an_empty_map_allocates_nothing() {
    assert_eq!(counted(|| Visits::<u64, Fx>::with_hasher(Fx)).0, NOTHING);
}

#[test]
fn a_full_ring_goes_round_in_its_memory_and_becomes_a_vec_in_it() {
    let failure = |minute| Failure { minute, status: 500 };
    let mut failures = Failures::new(5);
    let (counts, ()) = counted(|| (0..23).for_each(|minute| failures.add(failure(minute))));
    assert_eq!(counts, NOTHING);
    assert!(failures.since(0).iter().all(|part| !part.is_empty()), "the ring has a seam");
    let (counts, list) = counted(|| failures.into_vec());
    assert_eq!((counts, list), (NOTHING, (18..23).map(failure).collect()));
}
