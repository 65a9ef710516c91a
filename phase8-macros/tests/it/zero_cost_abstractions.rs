use std::{
    hash::{Hash, Hasher},
    num::NonZero,
    panic,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, Waker},
};

use phase8_macros::zero_cost_abstractions::{
    columns::{self, Cents, Grade, Grades},
    readers,
    records::{self, Referrer, Sale},
    statements::{self, Line},
    tariffs::{self, AnyTariff, Fixed, OutOfLine, Percent, Stepped, Tariff},
};

/// Numbers without an order, the same in each run.
fn numbers(seed: u64) -> impl Iterator<Item = u64> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    })
}

fn column(seed: u64, len: usize, bound: u64) -> Vec<u64> {
    numbers(seed).map(|n| n % bound).take(len).collect()
}

fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing in it waits"),
    }
}

#[test]
fn all_sums_are_the_sum() {
    for len in 0..70 {
        let (prices, more) = (column(1, len, 1000), column(2, len / 2, 1000));
        let mut sum = 0;
        prices.iter().for_each(|price| sum += price);
        let cents: Vec<_> = prices.iter().copied().map(Cents).collect();
        assert_eq!(columns::total_by_index(&prices), sum);
        assert_eq!(columns::total(&prices), sum);
        assert_eq!(columns::total_in_cents(&cents), Cents(sum));
        let both = sum + columns::total(&more);
        assert_eq!(columns::total_of_both(&prices, &more), both);
        assert_eq!(columns::total_of_both_in_a_for(&prices, &more), both);
    }
}

#[test]
fn all_takings_are_prices_times_copies() {
    for len in 0..70 {
        let (prices, copies) = (column(1, len, 1000), column(2, len + len % 3, 50));
        let expected: u64 = (0..len).map(|at| prices[at] * copies[at]).sum();
        assert_eq!(columns::takings_by_index(&prices, &copies), expected);
        assert_eq!(columns::takings(&prices, &copies), expected);
    }
}

#[test]
fn a_balance_is_the_sum_of_all_prices_up_to_it_and_the_rest_is_left_alone() {
    // SAFETY: every call below has at least as many balances as prices.
    let promised = |prices: &[u64], balances: &mut [u64]| unsafe {
        columns::balances_promised(prices, balances);
    };
    for len in 0..70 {
        let prices = column(1, len, 1000);
        let up_to = |at| prices[..=at].iter().sum();
        let expected: Vec<u64> = (0..len).map(up_to).chain([7, 7]).collect();
        for write in [columns::balances_by_index, columns::balances_asserted, promised] {
            let mut balances = vec![7; len + 2];
            write(&prices, &mut balances);
            assert_eq!(balances, expected);
            balances[len] = 8;
            write(&prices, &mut balances[..len]);
            assert_eq!(balances[len..], [8, 7]);
        }
    }
}

#[test]
fn a_short_column_is_noticed_by_an_index_in_between_by_an_assertion_before_and_never_by_a_zip() {
    let written = |write: fn(&[u64], &mut [u64])| {
        let mut balances = [0];
        let refused = panic::catch_unwind(panic::AssertUnwindSafe(|| write(&[1, 2], &mut balances)));
        (balances, refused.expect_err("there are two prices and one balance"))
    };
    assert_eq!(written(columns::balances_by_index).0, [1], "what was written before the panic is there");
    let (untouched, refusal) = written(columns::balances_asserted);
    assert_eq!((untouched, refusal.downcast_ref()), ([0], Some(&"every price has its balance")));
    assert!(panic::catch_unwind(|| columns::takings_by_index(&[1, 2], &[3])).is_err());
    assert_eq!(columns::takings(&[1, 2], &[3]), 3);
}

/// Counts how often a hasher is written to.
#[derive(Default)]
struct Calls(u64);

impl Hasher for Calls {
    fn write(&mut self, _: &[u8]) {
        self.0 += 1;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

fn calls(value: &impl Hash) -> u64 {
    let mut hasher = Calls::default();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn newtypes_are_hashed_one_by_one_and_a_column_of_them_in_one_piece() {
    let grades: Vec<_> = (0..200).map(Grade).collect();
    let bytes: Vec<_> = (0..200_u8).collect();
    assert!(calls(&grades) >= 200);
    assert!(calls(&bytes) <= 2);
    assert_eq!(calls(&Grades::new(grades)), calls(&bytes));
}

#[test]
fn columns_are_equal_if_all_of_their_grades_are() {
    let column = |changed: Option<usize>| -> Vec<u8> {
        (0..100).map(|at| if Some(at) == changed { 9 } else { 3 }).collect()
    };
    let grades = |bytes: &[u8]| -> Vec<_> { bytes.iter().copied().map(Grade).collect() };
    let whole = column(None);
    for changed in (0..100).map(Some).chain([None]) {
        let other = column(changed);
        let same = changed.is_none();
        assert_eq!(columns::same_bytes(&whole, &other), same);
        assert_eq!(columns::same_grades(&grades(&whole), &grades(&other)), same);
        assert_eq!(Grades::new(grades(&whole)).same(&Grades::new(grades(&other))), same);
    }
    assert!(!columns::same_bytes(&whole, &whole[1..]));
}

#[test]
fn newtypes_have_the_size_and_alignment_of_what_is_in_them() {
    assert_eq!((size_of::<Cents>(), align_of::<Cents>()), (size_of::<u64>(), align_of::<u64>()));
    assert_eq!(size_of::<Grade>(), 1);
    assert_eq!(size_of::<Referrer>(), 4);
}

/// What another language would declare with two numbers. Without `repr(transparent)`, the lint would refuse it.
#[deny(improper_ctypes_definitions)]
extern "C" fn credited(price: Cents, referrer: Option<Referrer>) -> u64 {
    if referrer.is_some() { price.0 } else { 0 }
}

#[test]
fn newtypes_are_passed_to_other_languages_as_their_numbers() {
    assert_eq!(credited(Cents(5), NonZero::new(7).map(Referrer)), 5);
    assert_eq!(credited(Cents(5), None), 0);
}

#[test]
fn an_option_with_a_niche_takes_no_room() {
    assert_eq!(size_of::<Option<Referrer>>(), size_of::<Referrer>());
    assert_eq!(size_of::<Option<u32>>(), 2 * size_of::<u32>());
    assert_eq!(size_of::<Option<Box<str>>>(), size_of::<Box<str>>());
    assert_eq!(size_of::<Option<fn()>>(), size_of::<fn()>());
    assert_eq!(size_of::<Option<Arc<str>>>(), size_of::<Arc<str>>());
    // Not promised, but so today: all but two of the 256 patterns of a `bool` are free, and an `Option` takes one.
    assert_eq!(size_of::<Option<Option<bool>>>(), 1);
    assert!(size_of::<Sale>() <= 12);
}

#[test]
fn the_number_zero_is_nobody() {
    let numbers: Vec<u32> = column(3, 500, 5).into_iter().map(|n| n as u32).collect();
    let niches: Vec<_> = numbers.iter().map(|number| NonZero::new(*number).map(Referrer)).collect();
    let options: Vec<_> = numbers.iter().map(|number| Some(*number).filter(|number| *number > 0)).collect();
    let expected = 500 - numbers.iter().filter(|number| **number == 0).count();
    assert!((1..500).contains(&expected));
    assert_eq!(records::referred(&niches), expected);
    assert_eq!(records::referred_by_zero(&numbers), expected);
    assert_eq!(records::referred_beside(&options), expected);
}

#[test]
fn shares_are_what_each_party_gets() {
    let parties = [1, 2, 3].map(|n| NonZero::new(n).expect("none is zero"));
    assert_eq!(records::shares(&[100, 100, 100], &parties), 100 + 50 + 33);
    assert_eq!(records::shares_checked(&[100, 100, 100], &[1, 2, 3]), 183);
    assert!(panic::catch_unwind(|| records::shares_checked(&[1], &[0])).is_err());
}

#[test]
fn a_log_is_read_to_the_last_whole_amount() {
    let bytes: Vec<u8> = numbers(5).map(|n| n as u8).take(100).collect();
    for len in 0..=bytes.len() {
        let log = &bytes[..len];
        let mut expected = 0;
        for at in 0..len / 4 {
            for (place, byte) in log[4 * at..][..4].iter().enumerate() {
                expected += u64::from(*byte) << (8 * place);
            }
        }
        assert_eq!(records::logged(log), expected);
        assert_eq!(records::logged_by_index(log), expected);
        assert_eq!(records::logged_by_cuts(log), expected);
    }
}

#[test]
fn a_tariff_gives_the_same_share_behind_whatever_it_is() {
    let mut sales = column(7, 300, 2000);
    sales[2] = 1000;
    let stepped = Stepped { from: 1000, below: 10, above: 20 };
    let kinds = [AnyTariff::Percent(Percent(15)), AnyTariff::Fixed(Fixed(30)), AnyTariff::Stepped(stepped)];
    let mixed: Vec<_> = kinds.into_iter().cycle().take(300).collect();
    let boxed: Vec<Box<dyn Tariff>> = mixed
        .iter()
        .map(|tariff| -> Box<dyn Tariff> {
            match *tariff {
                AnyTariff::Percent(tariff) => Box::new(tariff),
                AnyTariff::Fixed(tariff) => Box::new(tariff),
                AnyTariff::Stepped(tariff) => Box::new(tariff),
            }
        })
        .collect();
    let called: Vec<_> = mixed.iter().copied().map(OutOfLine).collect();
    let expected = sales
        .iter()
        .enumerate()
        .map(|(at, cents)| match at % 3 {
            0 => cents * 15 / 100,
            1 if *cents < 30 => *cents,
            1 => 30,
            _ if *cents < 1000 => cents / 10,
            _ => cents / 5,
        })
        .sum();
    assert_eq!(tariffs::paid_each(&mixed, &sales), expected);
    assert_eq!(tariffs::paid_each(&called, &sales), expected);
    assert_eq!(tariffs::paid_each(&boxed, &sales), expected);
    let percent: u64 = sales.iter().map(|cents| cents * 15 / 100).sum();
    assert_eq!(tariffs::paid(&Percent(15), &sales), percent);
    assert_eq!(tariffs::paid::<dyn Tariff>(&Percent(15), &sales), percent);
    assert_eq!(tariffs::paid_by_a_known_box(&sales), percent);
}

#[test]
fn a_closure_is_as_large_as_what_it_captures_and_a_box_of_it_two_words() {
    let rate = 25_u64;
    let of_nothing = |cents: u64| cents / 10;
    let of_a_rate = move |cents: u64| cents * rate / 1000;
    assert_eq!((size_of_val(&of_nothing), size_of_val(&of_a_rate)), (0, 8));
    assert_eq!(size_of::<Box<dyn Fn(u64) -> u64>>(), 2 * size_of::<usize>());
    let fee: fn(u64) -> u64 = of_nothing;
    assert_eq!(size_of_val(&fee), size_of::<usize>());
    let sales = [1000, 100];
    assert_eq!(tariffs::net(&sales, of_a_rate), 975 + 98);
    assert_eq!(tariffs::net_by_dyn(&sales, &of_a_rate), 975 + 98);
    assert_eq!(tariffs::net_by_hand(&sales, 25), 975 + 98);
}

#[test]
fn a_future_that_is_awaited_is_part_of_the_one_that_awaits() {
    let sales = column(8, 50, 1000);
    let expected: u64 = sales.iter().map(|cents| cents / 10).sum();
    assert_eq!(tariffs::convert(&sales), expected);
    assert_eq!(ready(tariffs::convert_awaiting(&sales)), expected);
    assert_eq!(ready(tariffs::convert_awaiting_boxes(&sales)), expected);
    let inner = size_of_val(&tariffs::converted_later(1));
    assert!(size_of_val(&tariffs::convert_awaiting(&sales)) >= inner);
    assert_eq!(size_of_val(&tariffs::converted_in_a_box(1)), size_of::<Pin<Box<dyn Future<Output = u64>>>>());
}

#[test]
fn a_statement_reads_the_same_however_it_is_built() {
    for count in 0..20 {
        let lines = ["Loops", "", "Tiefe Wälder"].into_iter().cycle();
        let lines: Vec<_> = lines.zip(["paperback", "e-book"].into_iter().cycle()).take(count).collect();
        let expected: String = lines.iter().map(|(title, format)| format!("{title} ({format})\n")).collect();
        let lines: Vec<_> = lines.into_iter().map(|(title, format)| Line { title, format }).collect();
        for build in [statements::by_format, statements::by_write, statements::by_push] {
            assert_eq!(build(&lines), expected);
        }
    }
}

#[test]
fn an_overlap_is_what_both_have_read() {
    for len in 0..40 {
        let (left, right) = (column(1, len, u64::MAX), column(2, len, u64::MAX));
        let bit = |words: &[u64], at: usize| words[at / 64] >> (at % 64) & 1 == 1;
        let expected = (0..64 * len).filter(|at| bit(&left, *at) && bit(&right, *at)).count();
        assert_eq!(readers::overlap(&left, &right) as usize, expected);
        assert_eq!(readers::overlap_detected(&left, &right) as usize, expected);
    }
}

#[test]
fn a_rank_is_the_number_of_those_below() {
    for len in 0..70 {
        let mut sorted = column(9, len, 100);
        sorted.sort_unstable();
        for reads in 0..=100 {
            let expected = sorted.iter().filter(|other| **other < reads).count();
            assert_eq!(readers::rank_by_branches(&sorted, reads), expected);
            assert_eq!(readers::rank_by_selection(&sorted, reads), expected);
            assert_eq!(readers::rank(&sorted, reads), expected);
        }
    }
}

#[test]
fn a_hint_changes_no_result() {
    let reads = column(10, 500, 1000);
    for limit in [0, 500, 990, 1000] {
        assert_eq!(readers::trusted_with_hint(&reads, limit), readers::trusted(&reads, limit));
    }
    for sum in [readers::trusted, readers::trusted_with_hint] {
        assert_eq!(sum(&[3, 5], 5), 7 * 3 + 7 * 5);
        assert_eq!(sum(&[5, 6], 5), 7 * 5 + 31 * 6, "beyond the limit, another way is taken");
    }
}
