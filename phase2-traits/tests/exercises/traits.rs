//! # Fares of a bicycle courier
//!
//! A fare is computed by a `Tariff`. Most tariffs are closures, some are numbers, and a fare often has two parts: a
//! tariff for the distance, and a surcharge that concerns some rides only. Nobody should have to wrap these by hand.
//!
//! 1. Write the impls of `Tariff`: for every closure `Fn(&Ride) -> u64`; for a `u64`, a flat fee; for `Capped<T>`; and
//!    for a `Vec` of tariffs, whose fees add up.
//! 2. Write the impls of `IntoTariff<Kind>`: for whatever is a tariff already; for every closure
//!    `Fn(&Ride) -> Option<u64>`, a surcharge that is nothing for some rides; and for pairs `(A, B)` of things that can
//!    be made into tariffs, pairs included. The two fees of a pair add up. What the kinds are is up to you; callers
//!    never write them. A tariff must not be larger than what its parts hold.
//! 3. Fill in the method that every iterator over rides gets.
//!
//! What stands there now is one impl for all types. It compiles, and leaves no room for another.

use std::{borrow::Borrow, cell::Cell};

#[derive(Debug, Clone)]
pub struct Ride {
    pub metres: u64,
    pub night: bool,
}

/// Prices a ride.
pub trait Tariff {
    /// The fee in cents.
    fn cents(&self, ride: &Ride) -> u64;

    /// The same fee, but never more than `most`.
    fn capped(self, most: u64) -> Capped<Self>
    where
        Self: Sized,
    {
        Capped { tariff: self, most }
    }
}

#[derive(Debug)]
pub struct Capped<T> {
    pub tariff: T,
    pub most: u64,
}

// solution:begin
// hint: Four impls, two of them with a bound: `Capped<T>` and `Vec<T>` are tariffs if `T` is one.
// hint: `impl<F: Fn(&Ride) -> u64> Tariff for F`. It leaves room for the others, since none of these types is callable.
// hint: Inside of it, `self(ride)` calls the closure.
// stub: impl<T> Tariff for T {
// stub:     fn cents(&self, _: &Ride) -> u64 {
// stub:         todo!()
// stub:     }
// stub: }
impl<F: Fn(&Ride) -> u64> Tariff for F {
    fn cents(&self, ride: &Ride) -> u64 {
        self(ride)
    }
}

impl Tariff for u64 {
    fn cents(&self, _: &Ride) -> u64 {
        *self
    }
}

impl<T: Tariff> Tariff for Capped<T> {
    fn cents(&self, ride: &Ride) -> u64 {
        self.tariff.cents(ride).min(self.most)
    }
}

impl<T: Tariff> Tariff for Vec<T> {
    fn cents(&self, ride: &Ride) -> u64 {
        self.iter().map(|tariff| tariff.cents(ride)).sum()
    }
}
// solution:end

/// What can be made into a tariff.
pub trait IntoTariff<Kind> {
    type Tariff: Tariff;

    fn into_tariff(self) -> Self::Tariff;
}

// solution:begin
// hint: Two impls for all types overlap, unless their `Kind` differs: make a type for each kind, never a value of it.
// hint: A closure that returns an option is not a tariff. A struct around it is, once you say what `None` costs.
// hint: For a pair, the kinds of both parts have to appear in the kind of the pair, or nothing determines them (E0207):
// hint: `impl<K, L, A: IntoTariff<K>, B: IntoTariff<L>> IntoTariff<(K, L)> for (A, B)`.
// hint: What a pair becomes must not be a pair, or it could be made into a tariff in two ways. A struct `Sum<A, B>`.
// stub: impl<T> IntoTariff<()> for T {
// stub:     type Tariff = u64;
// stub:
// stub:     fn into_tariff(self) -> u64 {
// stub:         todo!()
// stub:     }
// stub: }
// ban: dyn because the compiler knows which tariff it is
pub enum Itself {}
pub enum Sometimes {}

pub struct Surcharge<F>(F);
pub struct Sum<A, B>(A, B);

impl<F: Fn(&Ride) -> Option<u64>> Tariff for Surcharge<F> {
    fn cents(&self, ride: &Ride) -> u64 {
        (self.0)(ride).unwrap_or(0)
    }
}

impl<A: Tariff, B: Tariff> Tariff for Sum<A, B> {
    fn cents(&self, ride: &Ride) -> u64 {
        self.0.cents(ride) + self.1.cents(ride)
    }
}

impl<T: Tariff> IntoTariff<Itself> for T {
    type Tariff = T;

    fn into_tariff(self) -> T {
        self
    }
}

impl<F: Fn(&Ride) -> Option<u64>> IntoTariff<Sometimes> for F {
    type Tariff = Surcharge<F>;

    fn into_tariff(self) -> Surcharge<F> {
        Surcharge(self)
    }
}

impl<K, L, A: IntoTariff<K>, B: IntoTariff<L>> IntoTariff<(K, L)> for (A, B) {
    type Tariff = Sum<A::Tariff, B::Tariff>;

    fn into_tariff(self) -> Self::Tariff {
        Sum(self.0.into_tariff(), self.1.into_tariff())
    }
}
// solution:end

/// Every iterator over rides, or over references to them, can be billed.
pub trait Rides: Iterator<Item: Borrow<Ride>> {
    /// Each ride with its fee: the ride is taken, and the fee computed, when it is asked for. Free rides are left out.
    fn billed<Kind, T: IntoTariff<Kind>>(self, tariff: T) -> impl Iterator<Item = (Self::Item, u64)>
    where
        Self: Sized,
    {
        // solution:begin
        // hint: Make the tariff once, and let the closure of an adapter own it.
        // hint: `filter_map` with a `move` closure. `ride.borrow()` lends the `&Ride`, whatever the item is.
        // stub: std::iter::from_fn(move || {
        // stub:     let _ = &tariff;
        // stub:     todo!()
        // stub: })
        let tariff = tariff.into_tariff();
        self.filter_map(move |ride| {
            let cents = tariff.cents(ride.borrow());
            (cents > 0).then_some((ride, cents))
        })
        // solution:end
    }
}

impl<I: Iterator<Item: Borrow<Ride>>> Rides for I {}

const DAY: Ride = Ride { metres: 3000, night: false };
const NIGHT: Ride = Ride { metres: 5000, night: true };

fn by_distance(ride: &Ride) -> u64 {
    ride.metres / 10
}

fn at_night(ride: &Ride) -> Option<u64> {
    ride.night.then_some(250)
}

/// The fees of a ride by day and of a longer one by night.
fn fees<Kind>(tariff: impl IntoTariff<Kind>) -> [u64; 2] {
    let tariff = tariff.into_tariff();
    [&DAY, &NIGHT].map(|ride| tariff.cents(ride))
}

#[test]
fn closures_functions_and_numbers_are_tariffs() {
    let per_kilometre = 30;
    let rounded = |ride: &Ride| ride.metres.div_ceil(1000) * per_kilometre;
    assert_eq!([rounded.cents(&DAY), by_distance.cents(&NIGHT), 700_u64.cents(&DAY)], [90, 500, 700]);
    assert_eq!([fees(rounded), fees(by_distance), fees(700_u64)], [[90, 150], [300, 500], [700, 700]]);
}

#[test]
fn a_cap_limits_what_is_above_it() {
    assert_eq!(fees(by_distance.capped(400)), [300, 400]);
    assert_eq!(fees(by_distance.capped(100).capped(400)), [100, 100]);
    assert_eq!(fees(700_u64.capped(700)), [700, 700]);
}

#[test]
fn the_fees_of_a_list_add_up() {
    assert_eq!(fees(vec![by_distance.capped(100), by_distance.capped(400)]), [400, 500]);
    assert_eq!(fees(Vec::<u64>::new()), [0, 0]);
    assert_eq!(fees(vec![vec![1_u64, 2], vec![], vec![3]]), [6, 6]);
}

#[test]
fn a_surcharge_is_nothing_for_some_rides() {
    assert_eq!(fees(at_night), [0, 250]);
    assert_eq!(fees(|ride: &Ride| ride.metres.checked_sub(4000)), [0, 1000]);
}

#[test]
fn the_fees_of_a_pair_add_up_whatever_its_parts_are() {
    assert_eq!(fees((by_distance, at_night)), [300, 750]);
    assert_eq!(fees((at_night, 40_u64)), [40, 290]);
    assert_eq!(fees((1_u64, 2_u64)), [3, 3]);
    assert_eq!(fees(((at_night, at_night), (by_distance.capped(400), vec![1_u64]))), [301, 901]);
}

#[test]
fn a_tariff_is_as_large_as_what_its_parts_hold() {
    fn size<Kind, T: IntoTariff<Kind>>(tariff: T) -> usize {
        size_of_val(&tariff.into_tariff())
    }
    assert_eq!(size((by_distance, (at_night, |ride: &Ride| ride.night.then_some(1)))), 0);
    assert_eq!(size((by_distance, 40_u64)), 8);
    assert_eq!(size((at_night, by_distance.capped(40))), 8);
}

#[test]
fn rides_are_billed_by_value_and_by_reference() {
    let rides = [DAY, NIGHT];
    let lent: Vec<(&Ride, u64)> = rides.iter().billed((by_distance, at_night)).collect();
    assert!(lent.len() == 2 && std::ptr::eq(lent[0].0, &rides[0]) && std::ptr::eq(lent[1].0, &rides[1]));
    assert_eq!([lent[0].1, lent[1].1], [300, 750]);
    let own: Vec<(Ride, u64)> = rides.into_iter().billed(40_u64).collect();
    assert_eq!((own[0].0.metres, own[0].1, own[1].1), (3000, 40, 40));
}

#[test]
fn free_rides_are_left_out() {
    let billed: Vec<_> = [DAY, NIGHT, DAY].into_iter().billed(at_night).collect();
    assert_eq!(billed.iter().map(|(ride, cents)| (ride.metres, *cents)).collect::<Vec<_>>(), [(5000, 250)]);
}

#[test]
fn a_ride_is_taken_when_it_is_asked_for() {
    let taken = Cell::new(0);
    let rides = [DAY, NIGHT, DAY].into_iter().inspect(|_| taken.update(|times| times + 1));
    let mut billed = rides.billed(at_night);
    assert_eq!(taken.get(), 0);
    assert_eq!(billed.next().map(|(_, cents)| cents), Some(250));
    assert_eq!(taken.get(), 2);
}

#[test]
fn a_fee_is_computed_when_it_is_asked_for_and_only_once() {
    let computed = Cell::new(0);
    let counted = |ride: &Ride| {
        computed.update(|times| times + 1);
        by_distance(ride)
    };
    let mut billed = std::iter::repeat_n(DAY, 5).billed((counted, at_night));
    assert_eq!(computed.get(), 0);
    assert_eq!(billed.next().map(|(_, cents)| cents), Some(300));
    assert_eq!(computed.get(), 1);
    assert_eq!(billed.nth(1).map(|(_, cents)| cents), Some(300));
    assert_eq!(computed.get(), 3);
}
