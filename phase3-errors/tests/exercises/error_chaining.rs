//! # Royalties from abroad
//!
//! A publisher abroad reports what it owes in its own currency: `JPY 120000`. The rate comes from a bank's service,
//! which is down now and then; what it said last is kept, and may be used for some days.
//!
//! Complete the four functions. `parse` and `rate` fail with a plain [`Cause`]; `convert` adds which entry it was,
//! once. An error that is not returned must be logged, and the kept rates are looked up only when they are needed.

use std::{cell::Cell, collections::HashMap, num::ParseIntError};

#[derive(Debug, PartialEq, Eq)]
pub enum Cause {
    /// There is no space between currency and amount.
    NoAmount,
    NotANumber(ParseIntError),
    Rate(RateError),
    /// The product of amount and rate does not fit a `u64`.
    TooLarge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateError {
    /// The bank has answered: there is no such currency.
    UnknownCurrency,
    /// The bank has not answered.
    Outage,
}

/// What `convert` fails with.
#[derive(Debug, PartialEq, Eq)]
pub struct EntryError {
    pub entry: String,
    pub cause: Cause,
}

/// Millionths of a euro for one unit of the currency.
pub type Rate = u64;

pub struct Exchange {
    pub bank: fn(&str) -> Result<Rate, RateError>,
    /// The last rates known, with their age in days.
    pub kept: HashMap<&'static str, (Rate, u32)>,
    pub max_age: u32,
    /// How often `kept_rate` was called.
    pub looked_up: Cell<u32>,
}

/// Splits `JPY 120000` into currency and amount.
pub fn parse(entry: &str) -> Result<(&str, u64), Cause> {
    // solution:begin
    // hint: `str::split_once` returns an `Option`; `ok_or` gives its `None` a name.
    // hint: The next step parses the second half and must keep the first: `map` inside the `and_then`.
    // hint: `ParseIntError` is foreign here: translate it behind `parse`, with the variant itself as the function.
    entry.split_once(' ').ok_or(Cause::NoAmount).and_then(|(currency, amount)| {
        amount.parse().map(|amount| (currency, amount)).map_err(Cause::NotANumber)
    })
    // solution:end
}

impl Exchange {
    /// The rate kept for `currency`, if it is not older than `max_age` days.
    fn kept_rate(&self, currency: &str) -> Option<Rate> {
        self.looked_up.update(|count| count + 1);
        self.kept.get(currency).filter(|(_, age)| *age <= self.max_age).map(|(rate, _)| *rate)
    }

    /// The bank's rate. During an outage the kept one, which is logged as `JPY: kept rate`; if there is none, the
    /// outage is the error. An unknown currency is an answer, not an outage.
    pub fn rate(&self, currency: &str, log: &mut Vec<String>) -> Result<Rate, Cause> {
        // solution:begin
        // hint: `or_else` runs for any error, so its closure must look at which one it was.
        // hint: An `Option` becomes a `Result` with the outage as its error: `ok_or`.
        // hint: Log in an `inspect` on what was recovered, and translate `RateError` once, behind the whole recovery.
        (self.bank)(currency)
            .or_else(|error| match error {
                RateError::UnknownCurrency => Err(error),
                RateError::Outage => self
                    .kept_rate(currency)
                    .ok_or(error)
                    .inspect(|_| log.push(format!("{currency}: kept rate"))),
            })
            .map_err(Cause::Rate)
        // solution:end
    }

    /// What `entry` is worth in cents: amount × rate / 10 000, rounded down.
    pub fn convert(&self, entry: &str, log: &mut Vec<String>) -> Result<u64, EntryError> {
        // solution:begin
        // hint: Three steps: parse, find the rate, multiply. The second needs the amount later on, so `map` keeps both.
        // hint: `checked_mul` returns an `Option`, and a unit variant may be passed to `ok_or` eagerly.
        // hint: One `map_err` at the very end adds the entry to whatever cause has come through.
        parse(entry)
            .and_then(|(currency, amount)| self.rate(currency, log).map(|rate| (amount, rate)))
            .and_then(|(amount, rate)| amount.checked_mul(rate).ok_or(Cause::TooLarge))
            .map(|product| product / 10_000)
            .map_err(|cause| EntryError { entry: entry.to_owned(), cause })
        // solution:end
    }

    /// The sum of all entries that can be converted, and the errors of the others in the log, as
    /// `JPY x: not booked`.
    pub fn convert_all(&self, entries: &[&str], log: &mut Vec<String>) -> u64 {
        // solution:begin
        // hint: Here the errors end: log each with `inspect_err`, then let it go.
        // hint: A `Result` is an iterator of one value or none, so `flat_map` drops what failed.
        entries
            .iter()
            .flat_map(|entry| {
                self.convert(entry, log).inspect_err(|error| log.push(format!("{}: not booked", error.entry)))
            })
            .sum()
        // solution:end
    }
}

fn exchange(bank: fn(&str) -> Result<Rate, RateError>) -> Exchange {
    let kept = HashMap::from([("JPY", (6_000, 3)), ("CHF", (1_050_000, 4))]);
    Exchange { bank, kept, max_age: 3, looked_up: Cell::new(0) }
}

/// A bank that knows the yen, is down for the franc, and has heard of nothing else.
fn bank(currency: &str) -> Result<Rate, RateError> {
    match currency {
        "JPY" => Ok(6_125),
        "CHF" => Err(RateError::Outage),
        _ => Err(RateError::UnknownCurrency),
    }
}

fn down(_: &str) -> Result<Rate, RateError> {
    Err(RateError::Outage)
}

#[test]
fn an_entry_has_a_currency_and_an_amount() {
    assert_eq!(parse("JPY 120000"), Ok(("JPY", 120_000)));
    assert_eq!(parse("JPY"), Err(Cause::NoAmount));
    assert!(matches!(parse("JPY many"), Err(Cause::NotANumber(_))));
}

#[test]
fn the_bank_comes_first_and_nothing_is_looked_up_or_logged_then() {
    let (exchange, mut log) = (exchange(bank), Vec::new());
    assert_eq!(exchange.rate("JPY", &mut log), Ok(6_125));
    assert_eq!((exchange.looked_up.get(), log.len()), (0, 0));
}

#[test]
fn during_an_outage_a_kept_rate_will_do() {
    let mut log = Vec::new();
    assert_eq!(exchange(down).rate("JPY", &mut log), Ok(6_000));
    assert_eq!(log, ["JPY: kept rate"]);
}

#[test]
fn a_kept_rate_that_is_too_old_leaves_the_outage_as_the_error() {
    let mut log = Vec::new();
    assert_eq!(exchange(bank).rate("CHF", &mut log), Err(Cause::Rate(RateError::Outage)));
    assert!(log.is_empty());
}

#[test]
fn an_unknown_currency_is_not_recovered_from() {
    let mut exchange = exchange(bank);
    exchange.kept.insert("DEM", (511_292, 0));
    let unknown = Err(Cause::Rate(RateError::UnknownCurrency));
    assert_eq!(exchange.rate("DEM", &mut Vec::new()), unknown);
    assert_eq!(exchange.looked_up.get(), 0);
}

#[test]
fn amounts_become_cents_rounded_down() {
    assert_eq!(exchange(bank).convert("JPY 120001", &mut Vec::new()), Ok(73_500));
}

#[test]
fn every_error_names_its_entry() {
    let exchange = exchange(bank);
    for (entry, cause) in [
        ("JPY", Cause::NoAmount),
        ("DEM 7", Cause::Rate(RateError::UnknownCurrency)),
        ("JPY 18446744073709551615", Cause::TooLarge),
    ] {
        let expected = EntryError { entry: entry.into(), cause };
        assert_eq!(exchange.convert(entry, &mut Vec::new()), Err(expected));
    }
}

#[test]
fn what_cannot_be_converted_is_logged_and_left_out() {
    let mut log = Vec::new();
    assert_eq!(exchange(down).convert_all(&["JPY 100000", "JPY", "CHF 9", "JPY 200000"], &mut log), 180_000);
    assert_eq!(log, ["JPY: kept rate", "JPY: not booked", "CHF 9: not booked", "JPY: kept rate"]);
}
