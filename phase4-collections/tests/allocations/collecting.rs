use std::{
    borrow::Cow,
    collections::{BinaryHeap, HashSet, VecDeque},
    iter,
    sync::Arc,
};

use phase4_collections::collecting::{Groups, Statement, Total, byline, report, shared, statements};

use crate::counting::{Counts, counted};

fn asked(allocations: usize, reallocations: usize, frees: usize) -> Counts {
    Counts { allocations, reallocations, frees }
}

/// Knows its length, but nobody vouches for it.
struct Exact(usize);

impl Iterator for Exact {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.0 = self.0.checked_sub(1)?;
        Some(self.0 as u64)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.0, Some(self.0))
    }
}

impl ExactSizeIterator for Exact {}

/// The same without a hint.
fn unknown(count: usize) -> impl Iterator<Item = u64> {
    let mut exact = Exact(count);
    iter::from_fn(move || exact.next())
}

#[test]
fn a_known_length_is_one_allocation_and_an_unknown_one_doubles_from_four() {
    assert_eq!(counted(|| (0..1000_u64).collect::<Vec<_>>()).0, asked(1, 0, 0));
    assert_eq!(counted(|| Exact(1000).collect::<Vec<_>>()).0, asked(1, 0, 0));
    // 4, then 8, 16, 32, 64, 128, 256, 512, 1024.
    assert_eq!(counted(|| unknown(1000).collect::<Vec<_>>()).0, asked(1, 8, 0));
    let (counts, kept) = counted(|| (0..1000_u64).filter(|n| n % 2 == 0).collect::<Vec<_>>());
    assert_eq!((counts, kept.len(), kept.capacity()), (asked(1, 7, 0), 500, 512));
}

#[test]
fn a_lower_bound_is_enough_for_one_allocation() {
    let (counts, all) = counted(|| Exact(1000).chain(unknown(0)).collect::<Vec<_>>());
    assert_eq!((counts, all.len()), (asked(1, 0, 0), 1000));
}

#[test]
fn a_result_takes_the_lower_bound_away() {
    let numbers = || (0..1000_u64).map(Ok::<_, ()>);
    assert_eq!(counted(|| numbers().collect::<Result<Vec<_>, _>>()).0, asked(1, 8, 0));
}

#[test]
fn checks_alone_allocate_nothing() {
    let checks = (0..1000_u64).map(|n| if n < 700 { Ok(()) } else { Err(n) });
    assert_eq!(counted(|| checks.collect::<Result<(), _>>()), (asked(0, 0, 0), Err(700)));
}

#[test]
fn a_shared_slice_is_one_allocation_only_if_its_length_is_vouched_for() {
    assert_eq!(counted(|| (0..1000_u64).map(|n| n * 2).collect::<Arc<[_]>>()).0, asked(1, 0, 0));
    assert_eq!(counted(|| Exact(1000).collect::<Arc<[_]>>()).0, asked(2, 0, 1));
    assert_eq!(counted(|| (0..1000_u64).filter(|n| n % 2 == 0).collect::<Arc<[_]>>()).0, asked(2, 7, 1));
    let (counts, all) = counted(|| shared(Exact(1000)));
    assert_eq!((counts, all.len()), (asked(1, 0, 0), 1000));
}

#[test]
fn a_vec_becomes_a_shared_slice_by_a_copy_and_a_box_by_none() {
    let numbers: Vec<u64> = (0..1000).collect();
    assert_eq!(counted(|| Arc::<[_]>::from(numbers)).0, asked(1, 0, 1));
    let numbers: Vec<u64> = (0..1000).collect();
    assert_eq!(
        counted(|| numbers.into_iter().filter(|n| n % 2 == 0).collect::<Arc<[_]>>()).0,
        asked(1, 0, 1)
    );
    let numbers: Vec<u64> = (0..1000).collect();
    assert_eq!(counted(|| numbers.into_iter().map(|n| n + 1).collect::<Box<[_]>>()).0, asked(0, 0, 0));
}

#[test]
fn a_vec_by_value_is_collected_into_its_own_memory() {
    let numbers: Vec<u64> = (0..1000).collect();
    let buffer = numbers.as_ptr();
    let (counts, kept) =
        counted(|| numbers.into_iter().map(|n| n * 2).filter(|n| n % 3 == 0).collect::<Vec<_>>());
    assert_eq!((counts, kept.as_ptr(), kept.len(), kept.capacity()), (asked(0, 0, 0), buffer, 334, 1000));
    let (counts, heap) = counted(|| kept.into_iter().collect::<BinaryHeap<_>>());
    assert_eq!((counts, heap.len()), (asked(0, 0, 0), 334));
    let (counts, queue) = counted(|| heap.into_iter().collect::<VecDeque<_>>());
    assert_eq!((counts, queue.len()), (asked(0, 0, 0), 334));
    let (counts, numbers) = counted(|| Vec::from(queue));
    assert_eq!((counts, numbers.as_ptr()), (asked(0, 0, 0), buffer));
}

#[test]
fn items_of_another_alignment_or_order_need_new_memory() {
    let numbers: Vec<u64> = (0..1000).collect();
    assert_eq!(counted(|| numbers.into_iter().map(|n| [n as u32; 2]).collect::<Vec<_>>()).0, asked(1, 0, 1));
    let numbers: Vec<u64> = (0..1000).collect();
    assert_eq!(counted(|| numbers.into_iter().rev().collect::<Vec<_>>()).0, asked(1, 0, 1));
    let numbers: Vec<u64> = (0..1000).collect();
    assert_eq!(counted(|| numbers.into_iter().chain([1]).collect::<Vec<_>>()).0, asked(1, 0, 1));
}

#[test]
fn statements_are_written_over_the_takings() {
    let takings: Vec<_> = (0..100).map(|n| Some((n.to_string(), n * 100))).collect();
    let buffer = takings.as_ptr().addr();
    let (counts, due) = counted(|| statements(takings, 500).expect("all are known"));
    assert_eq!((counts.allocations, counts.reallocations), (0, 0));
    assert_eq!(counts.frees, 50, "the titles that are not due");
    assert_eq!((due.len(), due.capacity(), due.as_ptr().addr()), (50, 100, buffer));
    let (counts, due) = counted(|| due.into_iter().collect::<Box<[_]>>());
    assert_eq!((counts, due.len()), (asked(0, 1, 0), 50));
}

#[test]
fn a_tuple_of_collections_is_as_cheap_as_its_parts() {
    let pairs = || (0..1000_u64).map(|n| (n, n));
    assert_eq!(counted(|| pairs().collect::<(Vec<_>, Vec<_>)>()).0, asked(2, 0, 0));
    assert_eq!(counted(|| pairs().unzip::<_, _, Vec<_>, Vec<_>>()).0, asked(2, 0, 0));
    assert_eq!(counted(|| pairs().collect::<(Total, Total)>()).0, asked(0, 0, 0));
    let unknown = || unknown(1000).map(|n| (n, n));
    assert_eq!(counted(|| unknown().collect::<(Vec<_>, Vec<_>)>()).0, asked(2, 16, 0));
}

#[test]
fn a_hint_spares_a_set_its_growth() {
    assert_eq!(counted(|| Exact(1000).collect::<HashSet<_>>()).0, asked(1, 0, 0));
    let grown = counted(|| unknown(1000).collect::<HashSet<_>>()).0;
    assert!(grown.allocations > 5, "{grown:?}");
}

#[test]
fn a_report_allocates_for_its_groups_and_not_for_its_sales() {
    let record: Vec<String> = (0..1000).map(|n| format!("{},GB,100", n % 3)).collect();
    let (counts, (_, _, total)) =
        counted(|| report(record.iter().map(String::as_str)).expect("a clean record"));
    // A node for the titles, one for the countries of each title, and one for all countries.
    assert_eq!((counts, total), (asked(5, 0, 0), Total(100_000)));
    let record = iter::repeat_n(("Emma", 1), 1000);
    assert_eq!(counted(|| record.collect::<Groups<_, Total>>()).0, asked(1, 0, 0));
}

#[test]
fn one_name_is_lent_and_collecting_into_a_cow_would_copy_it() {
    assert_eq!(counted(|| byline(&["Jane Austen"])), (asked(0, 0, 0), Cow::Borrowed("Jane Austen")));
    let (counts, copied) = counted(|| ["Jane Austen"].into_iter().collect::<Cow<str>>());
    assert_eq!((counts, matches!(copied, Cow::Owned(_))), (asked(1, 0, 0), true));
}

#[test]
fn text_collected_from_strings_grows_in_the_first_of_them() {
    let mut first = String::with_capacity(64);
    first.push_str("Emma");
    let buffer = first.as_ptr();
    let texts = vec![first, " and ".into(), "Persuasion".into()];
    let (counts, text) = counted(|| texts.into_iter().collect::<String>());
    assert_eq!(
        (counts, text.as_ptr()),
        (asked(0, 0, 3), buffer),
        "the vector and two of its texts are freed"
    );
    assert_eq!(text, "Emma and Persuasion");
}

#[test]
fn a_letter_is_written_into_one_text() {
    let statements = [1200, 5].map(|cents| Statement { title: "Emma".into(), cents });
    let (counts, letter) = counted(|| statements.iter().collect::<String>());
    assert_eq!((counts.allocations, counts.frees, letter.as_str()), (1, 0, "Emma: 12.00\nEmma: 0.05\n"));
}
