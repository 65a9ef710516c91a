use std::{
    cmp::Ordering,
    collections::HashSet,
    num::NonZeroU32,
    ops::{Add, Deref},
    panic::{self, UnwindSafe},
};

use phase2_traits::operator_overloading::{
    Currency, Eur, Growth, Money, Rate, Share, Statement, TitleId, Usd, badge, ranking,
};

fn eur(cents: i64) -> Money<Eur> {
    Money::from_cents(cents)
}

fn usd(cents: i64) -> Money<Usd> {
    Money::from_cents(cents)
}

fn statement(lines: &[i64]) -> Statement<Eur> {
    let mut statement = Statement::new(lines.len());
    for (title, cents) in lines.iter().enumerate() {
        statement[TitleId(title)] = eur(*cents);
    }
    statement
}

fn lines(statement: &Statement<Eur>) -> Vec<i64> {
    statement.iter().map(Money::cents).collect()
}

fn panics<R>(call: impl FnOnce() -> R + UnwindSafe) -> bool {
    panic::catch_unwind(call).is_err()
}

/// The same numbers in every run, small and large.
fn numbers() -> impl Iterator<Item = i64> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.cast_signed() >> ((state >> 32) % 3 * 20)
    })
}

#[test]
fn an_amount_is_as_large_as_its_number() {
    assert_eq!(size_of::<Money<Eur>>(), size_of::<i64>());
    assert_eq!(size_of::<Rate<Usd, Eur>>(), size_of::<u32>());
}

#[test]
fn whoever_knows_the_currency_may_copy_compare_and_hash() {
    fn distinct<C: Currency>(amounts: &[Money<C>]) -> (usize, Option<Money<C>>) {
        (HashSet::<Money<C>>::from_iter(amounts.iter().copied()).len(), amounts.iter().copied().max())
    }
    assert_eq!(distinct(&[usd(1), usd(5), usd(1)]), (2, Some(usd(5))));
    assert_eq!((Eur::CODE, Usd::CODE), ("EUR", "USD"));
}

#[test]
fn an_amount_is_shown_with_two_digits_after_the_point_and_one_sign() {
    for (cents, shown) in [(0, "0.00 EUR"), (5, "0.05 EUR"), (-5, "-0.05 EUR"), (-1234, "-12.34 EUR")] {
        assert_eq!(eur(cents).to_string(), shown);
    }
    assert_eq!(usd(i64::MIN).to_string(), "-92233720368547758.08 USD");
}

#[test]
fn copies_may_stand_on_either_side_of_the_price() {
    let mut total = eur(1);
    total += 3 * eur(1999);
    assert_eq!((total, eur(1999) * 3 + eur(1)), (eur(5998), eur(5998)));
}

#[test]
fn every_operator_of_money_stops_at_the_edge_in_every_build() {
    assert!(panics(|| eur(i64::MAX) + eur(1)));
    assert!(panics(|| eur(i64::MIN) + eur(-1)));
    assert!(panics(|| {
        let mut total = eur(i64::MAX);
        total += eur(1);
        total
    }));
    assert!(panics(|| eur(i64::MAX) * 2));
    assert!(panics(|| 2 * eur(i64::MIN)));
    assert!(panics(|| [eur(i64::MAX), eur(1)].iter().sum::<Money<_>>()));
    assert!(panics(|| eur(i64::MAX) * Rate::<Eur, Usd>::new(1_000_001)));
    assert!(panics(|| Share::<Eur>::new(u32::MAX) * Share::<Eur>::new(u32::MAX)));
}

#[test]
fn sums_agree_with_wide_integers_or_report_the_overflow() {
    let numbers: Vec<i64> = numbers().take(2000).collect();
    let (mut fit, mut overflow) = (0, 0);
    for amounts in numbers.chunks(4) {
        // Every sum on the way must fit, not only the last one.
        let fits = (1..=amounts.len()).all(|end| {
            i64::try_from(amounts[..end].iter().map(|cents| i128::from(*cents)).sum::<i128>()).is_ok()
        });
        let checked = amounts.iter().copied().map(eur).sum::<Option<Money<_>>>();
        if fits {
            let exact = eur(amounts.iter().sum());
            assert_eq!(checked, Some(exact));
            assert_eq!(amounts.iter().copied().map(eur).sum::<Money<_>>(), exact);
            assert_eq!(statement(amounts).iter().sum::<Money<_>>(), exact);
            fit += 1;
        } else {
            assert_eq!(checked, None);
            overflow += 1;
        }
    }
    assert!(fit > 100 && overflow > 10, "{fit} sums fit, {overflow} do not");
}

#[test]
fn a_checked_sum_takes_nothing_after_the_overflow() {
    let mut taken = 0;
    let amounts = [eur(i64::MAX), eur(1), eur(-1)].into_iter().inspect(|_| taken += 1);
    assert_eq!(amounts.sum::<Option<Money<_>>>(), None);
    assert_eq!(taken, 2);
}

#[test]
fn an_empty_sum_is_nothing_and_an_empty_product_is_the_whole() {
    assert_eq!([].iter().sum::<Money<Eur>>(), eur(0));
    let nothing: [Money<Eur>; 0] = [];
    assert_eq!(nothing.into_iter().sum::<Option<Money<Eur>>>(), Some(eur(0)));
    let whole: Share<Eur> = [].into_iter().product();
    assert_eq!(eur(77) * whole, eur(77));
}

#[test]
fn parts_add_up_to_the_whole_and_differ_by_a_cent_at_most() {
    for (cents, parts) in std::iter::zip(numbers().take(500), (1..=50).cycle()) {
        let shares: Vec<i64> =
            eur(cents).split(NonZeroU32::new(parts).unwrap()).map(|share| share.cents()).collect();
        assert_eq!((shares.len(), shares.iter().sum::<i64>()), (parts as usize, cents));
        assert!(shares.is_sorted_by(|left, right| left >= right));
        assert!(shares[0] - shares[shares.len() - 1] <= 1);
    }
}

#[test]
fn a_rate_takes_an_amount_to_its_other_currency() {
    let to_eur = Rate::<Usd, Eur>::new(900_000);
    let paid: Money<Eur> = usd(100) * to_eur;
    assert_eq!((paid, usd(-100) * to_eur), (eur(90), eur(-90)));
    let there_and_back: Rate<Usd, Usd> = to_eur * Rate::<Eur, Usd>::new(1_100_000);
    assert_eq!(usd(100) * there_and_back, usd(99));
    assert_eq!(usd(i64::MIN) * Share::new(1_000_000), usd(i64::MIN));
}

#[test]
fn each_multiplication_rounds_towards_zero() {
    let (a, b) = (Share::<Eur>::new(500_000), Share::<Eur>::new(2_000_000));
    assert_eq!((eur(3) * a * b, eur(3) * (a * b)), (eur(2), eur(3)));
    assert_eq!((eur(-3) * a, eur(3) * a), (eur(-1), eur(1)));
}

#[test]
fn shares_of_shares_multiply() {
    let contract = [100_000, 500_000, 850_000].map(Share::<Eur>::new);
    assert_eq!(eur(10_000) * contract.into_iter().product::<Share<_>>(), eur(425));
}

#[test]
fn statements_of_different_length_add_up_line_by_line() {
    let (short, long) = (statement(&[1, 2]), statement(&[10, 20, 30]));
    assert_eq!(lines(&(&short + &long)), [11, 22, 30]);
    assert_eq!(lines(&(&long + &short)), [11, 22, 30]);
    assert_eq!((lines(&short), lines(&long)), (vec![1, 2], vec![10, 20, 30]), "both are still there");
}

#[test]
fn an_owned_or_mutable_left_side_keeps_its_memory() {
    let (mut year, quarter) = (statement(&[1, 2, 3]), statement(&[1, 1]));
    let lines_of_the_year = year.as_ptr();
    year += &quarter;
    assert_eq!(year.as_ptr(), lines_of_the_year); // before a second copy could land where the first one was
    let year = year + &quarter;
    assert_eq!(year.as_ptr(), lines_of_the_year);
    assert_eq!(lines(&year), [3, 4, 3]);
    assert_ne!((&year + &quarter).as_ptr(), lines_of_the_year);
}

#[test]
fn generic_code_can_ask_for_sums_of_borrows() {
    fn doubled<T>(value: T) -> (T, T)
    where
        for<'t> &'t T: Add<Output = T>,
    {
        let sum = &value + &value;
        (value, sum)
    }
    let (quarter, twice) = doubled(statement(&[1, 2]));
    assert_eq!((lines(&quarter), lines(&twice)), (vec![1, 2], vec![2, 4]));
    assert_eq!(doubled(7_u32), (7, 14));
}

#[test]
fn an_index_is_a_place_of_the_statement() {
    let mut statement = statement(&[1, 2]);
    let line: *const _ = &statement[TitleId(1)];
    statement[TitleId(1)] += eur(40);
    assert!(std::ptr::eq(line, &statement[TitleId(1)]) && std::ptr::eq(line, &statement.deref()[1]));
    assert_eq!(lines(&statement), [1, 42]);
    assert!(panics(|| Statement::<Eur>::new(2)[TitleId(2)]));
    assert!(panics(|| Statement::<Eur>::new(2)[TitleId(2)] = eur(0)));
}

#[test]
fn a_checksum_goes_round_and_does_not_depend_on_the_order() {
    let edge = [i64::MAX, 7, i64::MAX, -3];
    let mut turned = edge;
    turned.reverse();
    assert_eq!(statement(&edge).checksum(), 2); // 2 * MAX is -2 after one round
    assert_eq!(statement(&turned).checksum(), 2);
}

#[test]
fn a_badge_stays_at_its_limit() {
    assert_eq!(badge([40_000, 20_000]), 60_000);
    assert_eq!(badge([40_000, 40_000, 1]), u16::MAX);
    assert_eq!(badge([1, 40_000, 40_000]), u16::MAX);
}

#[test]
fn a_saturating_sum_of_signed_numbers_depends_on_their_order() {
    let sum = |numbers: [i8; 3]| numbers.into_iter().fold(0, i8::saturating_add);
    assert_eq!((sum([100, 100, -100]), sum([100, -100, 100])), (27, 100));
}

#[test]
fn a_method_of_the_target_knows_nothing_of_what_derefs_to_it() {
    struct Book;
    impl Book {
        fn format(&self) -> &'static str {
            "paper"
        }
        fn label(&self) -> String {
            format!("on {}", self.format())
        }
    }
    struct Ebook(Book);
    impl Ebook {
        fn format(&self) -> &'static str {
            "a screen"
        }
    }
    impl Deref for Ebook {
        type Target = Book;
        fn deref(&self) -> &Book {
            &self.0
        }
    }
    let ebook = Ebook(Book);
    assert_eq!((ebook.format(), ebook.label().as_str()), ("a screen", "on paper"));
}

#[test]
fn a_right_side_is_coerced_where_the_left_one_has_a_single_impl() {
    struct Title(String);
    impl Deref for Title {
        type Target = str;
        fn deref(&self) -> &str {
            &self.0
        }
    }
    assert_eq!(String::from("by title: ") + &Title("Emma".into()), "by title: Emma");
}

#[test]
fn the_order_of_growths_agrees_with_equality_and_with_the_numbers() {
    let numbers: Vec<i64> = numbers().take(120).chain([0, 0, 1, -1, i64::MIN, i64::MAX]).collect();
    let growths: Vec<Growth> =
        numbers.chunks(2).filter_map(|pair| Growth::between(eur(pair[0]), eur(pair[1]))).collect();
    assert!(growths.len() > 40);
    for left in &growths {
        assert!(left.factor().is_finite());
        for right in &growths {
            let expected = left.factor().partial_cmp(&right.factor()).expect("no NaN gets in");
            assert_eq!((left.cmp(right), left.partial_cmp(right)), (expected, Some(expected)));
            assert_eq!(left == right, expected == Ordering::Equal);
        }
    }
}

#[test]
fn neither_nan_nor_a_negative_zero_gets_in() {
    assert_eq!(Growth::between(eur(0), eur(0)), None);
    assert_eq!(Growth::between(eur(0), eur(5)), None);
    let refunded = Growth::between(eur(-5), eur(0)).expect("there was something");
    let sold_out = Growth::between(eur(5), eur(0)).expect("there was something");
    assert!((eur(0) / eur(-5)).is_sign_negative(), "the quotient itself is -0.0");
    assert!(refunded.factor().is_sign_positive());
    assert_eq!((refunded, refunded.cmp(&sold_out)), (sold_out, Ordering::Equal));
}

#[test]
fn total_cmp_tells_zeros_apart_and_places_nan_by_its_sign() {
    assert_eq!((-0.0_f64).total_cmp(&0.0), Ordering::Less);
    assert_eq!(f64::NAN.copysign(-1.0).total_cmp(&f64::NEG_INFINITY), Ordering::Less);
    assert_eq!(f64::NAN.copysign(1.0).total_cmp(&f64::INFINITY), Ordering::Greater);
    assert!((eur(0) / eur(0)).is_nan());
}

#[test]
fn the_fastest_growing_title_comes_first_and_those_without_a_past_last() {
    let (before, now) = (statement(&[100, 0, 200, 50, 100]), statement(&[150, 900, 100, 100, 150, 7]));
    let ranking: Vec<_> = ranking(&before, &now)
        .into_iter()
        .map(|(TitleId(title), growth)| (title, growth.map(Growth::factor)))
        .collect();
    // Titles 0 and 4 grew alike and keep their order. Title 5 is in one statement only.
    assert_eq!(ranking, [(3, Some(2.0)), (0, Some(1.5)), (4, Some(1.5)), (2, Some(0.5)), (1, None)]);
}
