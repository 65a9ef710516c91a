use std::{cell::Cell, panic, rc::Rc, thread};

use deep_dives::unsafe_rust::ring::ring;
use proptest::prelude::*;
use rtrb::RingBuffer;

use super::{Tracked, panics};

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(miri) { 4 } else { 256 }, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_ring_does_what_rtrb_does(power in 0..4_u32, pushes in prop::collection::vec(any::<bool>(), 0..64)) {
        let capacity = 2_usize.pow(power);
        let alive = Rc::new(Cell::new(0));
        let (mut producer, mut consumer) = ring(capacity);
        let (mut expected_producer, mut expected_consumer) = RingBuffer::new(capacity);
        for (number, push) in (0..).zip(pushes) {
            if push {
                let pushed = producer.push(Tracked::new(number, &alive)).map_err(|value| value.number);
                let expected = expected_producer.push(number).map_err(|rtrb::PushError::Full(number)| number);
                prop_assert_eq!(pushed, expected);
            } else {
                prop_assert_eq!(consumer.pop().map(|value| value.number), expected_consumer.pop().ok());
            }
            prop_assert_eq!(usize::try_from(alive.get()), Ok(expected_consumer.slots()));
        }
        // Either end may be the last one.
        if power.is_multiple_of(2) { drop(producer); drop(consumer) } else { drop(consumer); drop(producer) }
        prop_assert_eq!(alive.get(), 0);
    }
}

#[test]
fn a_capacity_is_rounded_up_to_a_power_of_two() {
    let capacities = [0, 1, 2, 3, 5, 8].map(|capacity| ring::<u8>(capacity).0.capacity());
    assert_eq!(capacities, [1, 1, 2, 4, 8, 8]);
    assert!(panics(|| ring::<()>(usize::MAX)));
    assert!(panics(|| ring::<u64>(1 << (usize::BITS - 2))));
}

#[test]
fn the_counters_wrap_and_nothing_is_lost() {
    let (mut producer, mut consumer) = ring(4);
    for round in 0..3 {
        for value in 0..4 {
            assert_eq!(producer.push((round, value)), Ok(()));
        }
        assert_eq!(producer.push((9, 9)), Err((9, 9)));
        for value in 0..4 {
            assert_eq!(consumer.pop(), Some((round, value)));
        }
        assert_eq!(consumer.pop(), None);
    }
}

#[test]
fn what_was_pushed_outlives_the_producer() {
    let (mut producer, mut consumer) = ring(2);
    producer.push(String::from("last words")).expect("there is room");
    drop(producer);
    assert_eq!(consumer.pop().as_deref(), Some("last words"));
    assert_eq!(consumer.pop(), None);
}

#[test]
fn a_destructor_that_panics_in_a_ring_lets_no_value_be_dropped_twice() {
    // Without memory of its own, so that what is lost is no leak for memcheck.
    struct Page<'a>(u8, &'a Cell<u8>);

    impl Drop for Page<'_> {
        fn drop(&mut self) {
            self.1.set(self.1.get() + self.0);
            if self.0 == 10 {
                panic::resume_unwind(Box::new("a destructor"));
            }
        }
    }

    let dropped = Cell::new(0);
    let (mut producer, consumer) = ring(4);
    assert!([1, 10, 100].into_iter().all(|number| producer.push(Page(number, &dropped)).is_ok()));
    drop(consumer);
    assert!(panics(|| drop(producer)));
    assert_eq!(dropped.get(), 11, "100 is lost");
}

#[test]
fn values_of_size_0_are_counted() {
    let (mut producer, mut consumer) = ring(2);
    assert_eq!([producer.push(()), producer.push(()), producer.push(())], [Ok(()), Ok(()), Err(())]);
    assert_eq!([consumer.pop(), consumer.pop(), consumer.pop()], [Some(()), Some(()), None]);
}

#[test]
fn a_value_that_is_not_sync_may_cross() {
    let (mut producer, mut consumer) = ring(1);
    producer.push(Cell::new(7)).expect("there is room");
    let popped = thread::spawn(move || consumer.pop().map(Cell::into_inner));
    assert_eq!(popped.join().expect("popping does not panic"), Some(7));
}

/// More than any machine needs, so that a value that got lost ends the test and not the patience.
const TRIES: usize = 10_000_000;

fn until<R>(mut attempt: impl FnMut() -> Option<R>) -> R {
    for _ in 0..TRIES {
        if let Some(result) = attempt() {
            return result;
        }
        thread::yield_now();
    }
    panic!("the other thread did not come");
}

#[test]
fn values_cross_in_order_between_two_threads() {
    const VALUES: usize = if cfg!(debug_assertions) { 2_000 } else { 200_000 };
    let (mut producer, mut consumer) = ring(8);
    thread::scope(|scope| {
        scope.spawn(move || {
            for number in 0..VALUES {
                let mut value = Some(Box::new(number));
                until(|| match producer.push(value.take()?) {
                    Ok(()) => Some(()),
                    Err(back) => {
                        value = Some(back);
                        None
                    }
                });
            }
        });
        for number in 0..VALUES {
            assert_eq!(*until(|| consumer.pop()), number);
        }
        assert_eq!(consumer.pop(), None);
    });
}

#[test]
fn the_ends_say_how_much_fits() {
    let (producer, consumer) = ring::<u8>(2);
    assert_eq!(format!("{producer:?}"), "Producer { capacity: 2, .. }");
    assert_eq!(format!("{consumer:?}"), "Consumer { capacity: 2, .. }");
}
