use loom::thread;

/// The ring as it is taught.
#[path = "../../../src/unsafe_rust"]
mod strict {
    mod sync {
        pub(super) use loom::{
            cell::UnsafeCell,
            sync::{Arc, atomic::AtomicUsize},
        };
    }

    pub mod ring;
}

/// The same source, with every store `Relaxed`.
#[path = "../../../src/unsafe_rust"]
mod stores_relaxed {
    mod sync {
        pub(super) use loom::{cell::UnsafeCell, sync::Arc};

        pub(super) type AtomicUsize = crate::unsafe_rust::Weakened<false, true>;
    }

    pub mod ring;
}

/// The same source, with every load `Relaxed`.
#[path = "../../../src/unsafe_rust"]
mod loads_relaxed {
    mod sync {
        pub(super) use loom::{cell::UnsafeCell, sync::Arc};

        pub(super) type AtomicUsize = crate::unsafe_rust::Weakened<true, false>;
    }

    pub mod ring;
}

mod weakened {
    use loom::sync::atomic::{
        AtomicUsize,
        Ordering::{self, Relaxed},
    };

    /// An atomic that ignores what ordering it was asked for, at loads, stores, or both.
    #[derive(Debug)]
    pub struct Weakened<const LOADS: bool, const STORES: bool>(AtomicUsize);

    impl<const LOADS: bool, const STORES: bool> Weakened<LOADS, STORES> {
        pub fn new(value: usize) -> Self {
            Self(AtomicUsize::new(value))
        }

        pub fn load(&self, ordering: Ordering) -> usize {
            self.0.load(if LOADS { Relaxed } else { ordering })
        }

        pub fn store(&self, value: usize, ordering: Ordering) {
            self.0.store(value, if STORES { Relaxed } else { ordering });
        }
    }
}

use weakened::Weakened;

/// Only `tail` is at stake: a value is handed to the other thread, and no slot is used twice.
macro_rules! hand_over {
    ($variant:ident) => {
        loom::model(|| {
            let (mut producer, mut consumer) = $variant::ring::ring(2);
            let other = thread::spawn(move || producer.push(Box::new(7)).expect("there is room"));
            let value = consumer.pop();
            assert!(value.is_none_or(|value| *value == 7));
            other.join().expect("the producer does not panic");
        })
    };
}

/// Only `head` is at stake: the first value is there before the threads begin, and the second wants its slot.
macro_rules! use_a_slot_again {
    ($variant:ident) => {
        loom::model(|| {
            let (mut producer, mut consumer) = $variant::ring::ring(1);
            producer.push(Box::new(1)).expect("there is room");
            let other = thread::spawn(move || producer.push(Box::new(2)).is_ok());
            assert_eq!(consumer.pop().as_deref(), Some(&1));
            other.join().expect("the producer does not panic");
        })
    };
}

#[test]
fn a_value_is_handed_over_whole() {
    hand_over!(strict);
}

#[test]
fn a_slot_is_used_again_only_after_it_was_read() {
    use_a_slot_again!(strict);
}

#[test]
#[should_panic(expected = "Causality violation")]
fn a_relaxed_store_of_the_tail_hands_over_a_slot_without_its_value() {
    hand_over!(stores_relaxed);
}

#[test]
#[should_panic(expected = "Causality violation")]
fn a_relaxed_load_of_the_tail_takes_a_slot_without_its_value() {
    hand_over!(loads_relaxed);
}

#[test]
#[should_panic(expected = "Causality violation")]
fn a_relaxed_store_of_the_head_gives_back_a_slot_that_is_being_read() {
    use_a_slot_again!(stores_relaxed);
}

#[test]
#[should_panic(expected = "Causality violation")]
fn a_relaxed_load_of_the_head_writes_into_a_slot_that_is_being_read() {
    use_a_slot_again!(loads_relaxed);
}

#[test]
fn three_values_cross_a_ring_of_two_slots_in_order() {
    loom::model(|| {
        let (mut producer, mut consumer) = strict::ring::ring(2);
        let other = thread::spawn(move || (1..=3).take_while(|&value| producer.push(value).is_ok()).count());
        let mut popped: Vec<i32> = std::iter::from_fn(|| consumer.pop()).collect();
        let pushed = other.join().expect("the producer does not panic");
        popped.extend(std::iter::from_fn(|| consumer.pop()));
        assert!(popped.into_iter().eq((1..=3).take(pushed)));
        assert!(pushed >= 2, "there was room for two");
    });
}

#[test]
fn what_was_not_popped_is_dropped_once_whichever_end_goes_last() {
    loom::model(|| {
        let counted = loom::sync::Arc::new(());
        let (mut producer, consumer) = strict::ring::ring(2);
        let clone = loom::sync::Arc::clone(&counted);
        let other = thread::spawn(move || {
            producer.push(clone).expect("there is room");
            drop(producer);
        });
        drop(consumer);
        other.join().expect("the producer does not panic");
        assert_eq!(loom::sync::Arc::strong_count(&counted), 1);
    });
}
