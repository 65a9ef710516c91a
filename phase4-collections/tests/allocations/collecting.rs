//! What today's standard library asks for. It promises none of it; where only the lesson's point counts, and not the
//! number, these tests compare.

use std::{borrow::Cow, collections::HashSet, iter, sync::Arc};

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

/// What a list of so many items asks for if nothing is known of their number.
fn grown(count: usize) -> Counts {
    counted(|| unknown(count).collect::<Vec<_>>()).0
}

#[test]
fn a_known_length_is_one_allocation() {
    assert_eq!(counted(|| (0..1000_u64).collect::<Vec<_>>()).0, asked(1, 0, 0));
    assert_eq!(counted(|| Exact(1000).collect::<Vec<_>>()).0, asked(1, 0, 0));
}

#[test]
fn an_unknown_length_doubles_from_four_as_a_rule() {
    // 4, then 8, 16, 32, 64, 128, 256, 512, 1024. The one test that knows the numbers, as the lesson names them.
    assert_eq!(grown(1000), asked(1, 8, 0));
    assert_eq!((grown(4), grown(5)), (asked(1, 0, 0), asked(1, 1, 0)));
}

#[test]
fn a_filter_takes_the_length_away() {
    let (counts, kept) = counted(|| (0..1000_u64).filter(|n| n % 2 == 0).collect::<Vec<_>>());
    assert_eq!((counts, kept.len()), (grown(500), 500));
    assert!(counts.reallocations > 1, "{counts:?}");
}

#[test]
fn a_lower_bound_is_enough_for_one_allocation() {
    let (counts, all) = counted(|| Exact(1000).chain(unknown(0)).collect::<Vec<_>>());
    assert_eq!((counts, all.len()), (asked(1, 0, 0), 1000));
}

#[test]
fn a_result_takes_the_lower_bound_away() {
    let numbers = || (0..1000_u64).map(Ok::<_, ()>);
    assert_eq!(counted(|| numbers().collect::<Result<Vec<_>, _>>()).0, grown(1000));
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
    let list = grown(500);
    assert_eq!(
        counted(|| (0..1000_u64).filter(|n| n % 2 == 0).collect::<Arc<[_]>>()).0,
        asked(list.allocations + 1, list.reallocations, list.frees + 1)
    );
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
}

#[test]
fn smaller_items_are_written_in_place_and_the_block_may_be_trimmed() {
    for (count, reallocations) in [(999, 0), (1000, 1)] {
        let numbers: Vec<[u32; 4]> = (0..count).map(|n| [n; 4]).collect();
        let (counts, all) = counted(|| numbers.into_iter().map(|[a, b, c, _]| [a, b, c]).collect::<Vec<_>>());
        assert_eq!((counts, all.len()), (asked(0, reallocations, 0), count as usize));
    }
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
    let (unknown, list) = (unknown(1000).map(|n| (n, n)), grown(1000));
    assert_eq!(
        counted(|| unknown.collect::<(Vec<_>, Vec<_>)>()).0,
        asked(2 * list.allocations, 2 * list.reallocations, 2 * list.frees)
    );
}

#[test]
fn a_hint_spares_a_set_its_growth() {
    assert_eq!(counted(|| Exact(1000).collect::<HashSet<_>>()).0, asked(1, 0, 0));
    let grown = counted(|| unknown(1000).collect::<HashSet<_>>()).0;
    assert!(grown.allocations > 1, "{grown:?}");
}

#[test]
fn a_report_allocates_for_its_groups_and_not_for_its_sales() {
    let reported = |sales: u64| {
        let record: Vec<String> = (0..sales).map(|n| format!("{},GB,100", n % 3)).collect();
        let (counts, (_, _, total)) =
            counted(|| report(record.iter().map(String::as_str)).expect("a clean record"));
        assert_eq!(total, Total(sales * 100));
        counts
    };
    assert_eq!(reported(3000), reported(3));
    let grouped = |sales| counted(|| iter::repeat_n(("Emma", 1), sales).collect::<Groups<_, Total>>()).0;
    assert_eq!(grouped(1000), grouped(1));
}

#[test]
fn one_name_is_lent_and_collecting_into_a_cow_would_copy_it() {
    assert_eq!(counted(|| byline(&["Jane Austen"])), (asked(0, 0, 0), Cow::Borrowed("Jane Austen")));
    let (counts, copied) = counted(|| ["Jane Austen"].into_iter().collect::<Cow<str>>());
    assert_eq!((counts, matches!(copied, Cow::Owned(_))), (asked(1, 0, 0), true));
}

#[test]
fn a_letter_is_written_into_one_text() {
    let statements = [1200, 5].map(|cents| Statement { title: "Emma".into(), cents });
    let (counts, letter) = counted(|| statements.iter().collect::<String>());
    assert_eq!((counts.allocations, counts.frees, letter.as_str()), (1, 0, "Emma: 12.00\nEmma: 0.05\n"));
}
