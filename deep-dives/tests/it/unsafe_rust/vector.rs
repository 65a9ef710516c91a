use std::{cell::Cell, mem, panic, rc::Rc};

use deep_dives::unsafe_rust::vector::Vector;
use proptest::prelude::*;

use super::{Tracked, panics};

#[derive(Debug, Clone)]
enum Step {
    Push(u8),
    Pop,
    Reserve(u8),
    Truncate(usize),
    Retain(u8),
    Extend(Vec<u8>),
    Drain { at: usize, len: usize, front: usize, back: usize },
    IntoIter { front: usize, back: usize },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => any::<u8>().prop_map(Step::Push),
        1 => Just(Step::Pop),
        1 => any::<u8>().prop_map(Step::Reserve),
        1 => (0..12_usize).prop_map(Step::Truncate),
        1 => (1..4_u8).prop_map(Step::Retain),
        2 => prop::collection::vec(any::<u8>(), 0..8).prop_map(Step::Extend),
        2 => (0..12_usize, 0..6_usize, 0..4_usize, 0..4_usize)
            .prop_map(|(at, len, front, back)| Step::Drain { at, len, front, back }),
        1 => (0..3_usize, 0..3_usize).prop_map(|(front, back)| Step::IntoIter { front, back }),
    ];
    prop::collection::vec(step, 0..40)
}

/// Some from the front, some from the back, and what is left in the middle by count.
fn from_both_ends<T>(
    mut values: impl DoubleEndedIterator<Item = T> + ExactSizeIterator,
    front: usize,
    back: usize,
) -> (Vec<T>, Vec<T>, usize) {
    let front = values.by_ref().take(front).collect();
    let back = values.by_ref().rev().take(back).collect();
    (front, back, values.len())
}

/// Does the same to a [`Vector`] and to a [`Vec`], and compares after each step. The values may differ from those of the
/// oracle in type, but not in what `look` says.
fn compare<T>(
    steps: &[Step],
    make: impl Fn(u8) -> T,
    look: impl Fn(&T) -> u8,
    see: impl Fn(u8) -> u8,
) -> Result<(), TestCaseError> {
    let (mut vector, mut oracle) = (Vector::new(), Vec::new());
    let looks = |values: &[T]| values.iter().map(&look).collect::<Vec<_>>();
    for step in steps {
        match step.clone() {
            Step::Push(value) => {
                vector.push(make(value));
                oracle.push(see(value));
            }
            Step::Pop => prop_assert_eq!(vector.pop().map(|value| look(&value)), oracle.pop()),
            Step::Reserve(room) => {
                vector.reserve(room.into());
                prop_assert!(vector.capacity() >= vector.len() + usize::from(room));
            }
            Step::Truncate(len) => {
                vector.truncate(len);
                oracle.truncate(len);
            }
            Step::Retain(divisor) => {
                vector.retain(|value| look(value).is_multiple_of(divisor));
                oracle.retain(|value| value.is_multiple_of(divisor));
            }
            Step::Extend(values) => {
                vector.extend(values.iter().map(|&value| make(value)));
                oracle.extend(values.iter().map(|&value| see(value)));
            }
            Step::Drain { at, len, front, back } => {
                let start = at.min(oracle.len());
                let range = start..(start + len).min(oracle.len());
                let drained = from_both_ends(vector.drain(range.clone()), front, back);
                let drained = (looks(&drained.0), looks(&drained.1), drained.2);
                prop_assert_eq!(drained, from_both_ends(oracle.drain(range), front, back));
            }
            Step::IntoIter { front, back } => {
                let moved = from_both_ends(mem::take(&mut vector).into_iter(), front, back);
                let moved = (looks(&moved.0), looks(&moved.1), moved.2);
                prop_assert_eq!(moved, from_both_ends(mem::take(&mut oracle).into_iter(), front, back));
            }
        }
        prop_assert_eq!(looks(&vector), &oracle[..]);
    }
    Ok(())
}

thread_local! {
    static MARKS: Cell<i32> = const { Cell::new(0) };
}

/// A value of size 0 that is counted while it lives.
struct Mark;

impl Mark {
    fn new() -> Self {
        MARKS.set(MARKS.get() + 1);
        Self
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        MARKS.set(MARKS.get() - 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(miri) { 4 } else { 192 }, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_vector_does_what_vec_does_and_drops_each_value_once(steps in steps()) {
        let alive = Rc::new(Cell::new(0));
        compare(&steps, |number| Tracked::new(number, &alive), |value| value.number, |number| number)?;
        prop_assert_eq!(alive.get(), 0);
    }

    #[test]
    fn values_of_size_0_are_counted_and_each_is_dropped_once(steps in steps()) {
        MARKS.set(0);
        compare(&steps, |_| Mark::new(), |_| 0, |_| 0)?;
        prop_assert_eq!(MARKS.get(), 0);
    }
}

fn vector(numbers: impl IntoIterator<Item = u8>, alive: &Rc<Cell<i32>>) -> Vector<Tracked> {
    numbers.into_iter().map(|number| Tracked::new(number, alive)).collect()
}

fn numbers(values: &[Tracked]) -> Vec<u8> {
    values.iter().map(|value| value.number).collect()
}

#[test]
fn a_panic_in_retain_leaves_what_vec_leaves() {
    for len in 0..6_u8 {
        for kept in 0..1_u32 << len {
            for fatal in 0..len {
                let alive = Rc::new(Cell::new(0));
                let mut titles = vector(0..len, &alive);
                let mut oracle: Vec<_> = (0..len).collect();
                let judge = |number: u8| {
                    if number == fatal {
                        panic::resume_unwind(Box::new("a closure"));
                    }
                    kept & (1 << number) != 0
                };
                assert!(panics(|| titles.retain(|title| judge(title.number))));
                assert!(panics(|| oracle.retain(|&number| judge(number))));
                assert_eq!(numbers(&titles), oracle);
                drop(titles);
                assert_eq!(alive.get(), 0);
            }
        }
    }
}

#[test]
fn a_destructor_that_panics_in_retain_takes_its_own_value_along_and_no_other() {
    let alive = Rc::new(Cell::new(0));
    let mut titles = vector(0..2, &alive);
    titles.push(Tracked::panicking(2, &alive));
    titles.extend([3, 4].map(|number| Tracked::new(number, &alive)));
    assert!(panics(|| titles.retain(|title| title.number % 2 == 1)));
    assert_eq!((numbers(&titles), alive.get()), (vec![1, 3, 4], 3));
}

#[test]
fn retain_may_change_what_it_keeps() {
    let mut counts: Vector<u32> = (0..6).collect();
    counts.retain(|count| {
        *count *= 10;
        *count >= 30
    });
    assert_eq!(*counts, [30, 40, 50]);
}

#[test]
fn truncate_drops_all_the_rest_although_one_destructor_panics() {
    let alive = Rc::new(Cell::new(0));
    let mut titles = vector(0..2, &alive);
    titles.push(Tracked::panicking(2, &alive));
    titles.push(Tracked::new(3, &alive));
    assert!(panics(|| titles.truncate(1)));
    assert_eq!((numbers(&titles), alive.get()), (vec![0], 1));
    titles.push(Tracked::new(9, &alive));
    assert_eq!(numbers(&titles), [0, 9]);
}

#[test]
fn a_vector_whose_value_panics_when_dropped_drops_the_others() {
    let alive = Rc::new(Cell::new(0));
    let mut titles = vector([0], &alive);
    titles.push(Tracked::panicking(1, &alive));
    titles.push(Tracked::new(2, &alive));
    assert!(panics(|| drop(titles)));
    assert_eq!(alive.get(), 0);
}

#[test]
fn a_drain_whose_value_panics_when_dropped_brings_the_tail_back() {
    let alive = Rc::new(Cell::new(0));
    let mut titles = vector([0, 1], &alive);
    titles.push(Tracked::panicking(2, &alive));
    titles.extend([3, 4].map(|number| Tracked::new(number, &alive)));
    assert!(panics(|| drop(titles.drain(1..4))));
    assert_eq!((numbers(&titles), alive.get()), (vec![0, 4], 2));
}

#[test]
fn an_iterator_whose_value_panics_when_dropped_drops_the_others() {
    let alive = Rc::new(Cell::new(0));
    let mut titles = vector([0, 1], &alive);
    titles.push(Tracked::panicking(2, &alive));
    titles.push(Tracked::new(3, &alive));
    let mut titles = titles.into_iter();
    assert_eq!(titles.next().map(|title| title.number), Some(0));
    assert!(panics(|| drop(titles)));
    assert_eq!(alive.get(), 0);
}

#[test]
fn a_leaked_drain_leaks_values_and_doubles_none() {
    // Without memory of its own, so that this leak is none for memcheck.
    struct Counted<'a>(u8, &'a Cell<i32>);

    impl Drop for Counted<'_> {
        fn drop(&mut self) {
            self.1.set(self.1.get() + 1);
        }
    }

    let dropped = Cell::new(0);
    let mut titles: Vector<_> = (0..5).map(|number| Counted(number, &dropped)).collect();
    let mut drain = titles.drain(1..3);
    assert_eq!(drain.next().map(|title| title.0), Some(1));
    mem::forget(drain);
    assert_eq!((titles.len(), dropped.get()), (1, 1));
    titles.push(Counted(9, &dropped));
    assert!(titles.iter().map(|title| title.0).eq([0, 9]));
    drop(titles);
    assert_eq!(dropped.get(), 3, "2, 3 and 4 are lost");
}

#[test]
fn a_drain_beyond_the_end_is_refused_and_nothing_changes() {
    let mut counts: Vector<u32> = (0..3).collect();
    assert!(panics(|| counts.drain(1..4).count()));
    #[expect(clippy::reversed_empty_ranges, reason = "that is what is to be refused")]
    let backwards = 2..1;
    assert!(panics(|| counts.drain(backwards).count()));
    assert_eq!(*counts, [0, 1, 2]);
}

#[test]
fn a_hint_that_lies_costs_room_and_nothing_else() {
    struct Liar(usize, std::ops::Range<u32>);

    impl Iterator for Liar {
        type Item = u32;

        fn next(&mut self) -> Option<u32> {
            self.1.next()
        }

        fn size_hint(&self) -> (usize, Option<usize>) {
            (self.0, Some(self.0))
        }
    }

    impl ExactSizeIterator for Liar {}

    for promised in [0, 2, 100] {
        let counts: Vector<u32> = Liar(promised, 0..9).collect();
        assert_eq!(*counts, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        assert!(counts.capacity() >= promised);
    }
    assert!(panics(|| Liar(usize::MAX, 0..9).collect::<Vector<_>>()));
}

#[test]
fn an_iterator_that_panics_loses_nothing_that_came_before() {
    let alive = Rc::new(Cell::new(0));
    let mut titles = Vector::new();
    let source = (0..4_u8).map(|number| match number {
        3 => panic::resume_unwind(Box::new("a source")),
        number => Tracked::new(number, &alive),
    });
    assert!(panics(|| titles.extend(source)));
    assert_eq!((numbers(&titles), alive.get()), (vec![0, 1, 2], 3));
}

#[test]
fn a_thousand_pushes_ask_for_memory_nine_times() {
    let mut counts = Vector::new();
    assert_eq!(counts.capacity(), 0);
    let mut capacities = vec![];
    for count in 0..1000 {
        counts.push(count);
        capacities.push(counts.capacity());
    }
    capacities.dedup();
    assert_eq!(capacities, [4, 8, 16, 32, 64, 128, 256, 512, 1024]);
    assert!(counts.iter().copied().eq(0..1000));
}

#[test]
fn values_of_size_0_have_room_for_all_that_can_be_counted() {
    let mut nothings = Vector::new();
    assert_eq!(nothings.capacity(), usize::MAX);
    nothings.push(());
    assert!(panics(|| nothings.reserve(usize::MAX)));
    assert_eq!(nothings.into_iter().count(), 1);
}

#[test]
fn more_bytes_than_an_allocation_can_have_are_refused() {
    let mut counts: Vector<u64> = (0..3).collect();
    assert!(panics(|| counts.reserve(usize::MAX / 8)));
    assert!(panics(|| counts.reserve(usize::MAX)));
    assert_eq!(*counts, [0, 1, 2]);
}

#[test]
fn values_of_great_alignment_are_aligned() {
    #[derive(Debug, PartialEq)]
    #[repr(align(64))]
    struct Line(u8);

    let lines: Vector<Line> = (0..9).map(Line).collect();
    assert!(lines.iter().all(|line| (&raw const *line).addr().is_multiple_of(64)));
    let empty = Vector::<Line>::new();
    assert!(empty.as_ptr().addr().is_multiple_of(64));
}

#[test]
fn none_takes_no_room_beside_a_vector() {
    assert_eq!(size_of::<Option<Vector<u8>>>(), size_of::<Vector<u8>>());
    assert_eq!(size_of::<Vector<u8>>(), size_of::<Vec<u8>>());
}

#[test]
fn a_vector_of_long_lived_names_is_one_of_shorter_lived() {
    fn longest<'a>(names: Vector<&'a str>, other: &'a str) -> &'a str {
        names.into_iter().chain([other]).max_by_key(|name| name.len()).unwrap_or(other)
    }
    let names: Vector<&'static str> = ["Ada", "Grace"].into_iter().collect();
    let local = String::from("Barbara");
    assert_eq!(longest(names, &local), "Barbara");
}

#[test]
fn what_is_seen_of_a_vector_is_a_slice() {
    let mut counts: Vector<u32> = (0..4).collect();
    counts.reverse();
    counts[0] = 7;
    assert_eq!(format!("{counts:?}"), "[7, 2, 1, 0]");
    let mut iterator = counts.into_iter();
    assert_eq!(format!("{iterator:?}"), "IntoIter { rest: 0..4, .. }");
    assert_eq!((iterator.size_hint(), iterator.next_back()), ((4, Some(4)), Some(0)));
}
