//! A year's end at a publisher's: what is owed, in which currency, and which titles grew.
//!
//! Run: `cargo run --example operator_overloading`. Look for what the result types decide: the currency, the policy on
//! overflow, whether a sum allocates.

use phase2_traits::operator_overloading::{
    Eur, Growth, Money, Rate, Share, Statement, TitleId, Usd, badge, ranking,
};

const PATHS: TitleId = TitleId(0);
const LOOPS: TitleId = TitleId(1);
const TAILS: TitleId = TitleId(2);

fn main() {
    let mut spring = Statement::<Eur>::new(3);
    spring[PATHS] += 40 * Money::from_cents(2000);
    spring[LOOPS] += Money::from_cents(1500) * 60;
    let mut autumn = Statement::new(3);
    autumn[PATHS] += 30 * Money::from_cents(2000);
    autumn[LOOPS] += 90 * Money::from_cents(1500);
    autumn[TAILS] += 10 * Money::from_cents(900);

    let abroad = Money::<Usd>::from_cents(10_000);
    let paid = abroad * Rate::<Usd, Eur>::new(920_000);
    autumn[TAILS] += paid;
    println!("{abroad} at 0.92 euros a dollar are {paid}");
    assert_eq!(paid.to_string(), "92.00 EUR");

    let ranking: Vec<_> = ranking(&spring, &autumn)
        .into_iter()
        .map(|(title, growth)| (title, growth.map(Growth::factor)))
        .collect();
    for (TitleId(title), factor) in &ranking {
        match factor {
            Some(factor) => println!("title {title}: {factor} times the revenue of the spring"),
            None => println!("title {title}: no revenue in spring, so there is no factor"),
        }
    }
    assert_eq!(ranking, [(LOOPS, Some(1.5)), (PATHS, Some(0.75)), (TAILS, None)]);

    let draft = &spring + &autumn;
    let memory = spring.as_ptr();
    let year = spring + &autumn;
    println!(
        "the same year: {}; in the memory of the spring: {} and {}",
        draft == year,
        draft.as_ptr() == memory,
        year.as_ptr() == memory
    );
    assert!(draft == year && draft.as_ptr() != memory && year.as_ptr() == memory);

    let revenue: Money<_> = year.iter().sum();
    let contract = [Share::new(100_000), Share::new(850_000)];
    let owed = revenue * contract.into_iter().product::<Share<_>>();
    println!("{revenue} in all; the author gets 10 % of it, less 15 % for the agent: {owed}");
    assert_eq!((revenue.to_string(), owed.to_string()), ("3832.00 EUR".into(), "325.72 EUR".into()));

    let lines = [Money::<Eur>::from_cents(i64::MAX), Money::from_cents(1)];
    let checked = lines.into_iter().sum::<Option<Money<_>>>();
    println!("too much: a checked sum is {checked:?}, a badge says {}", badge([u16::MAX, 1]));
    assert_eq!((checked, badge([u16::MAX, 1])), (None, 65_535));
}
