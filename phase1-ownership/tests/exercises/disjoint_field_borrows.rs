//! # A parcel depot
//!
//! Parcels come in over the counter, are weighed and stamped, and travel in trucks. All of it is one struct, because
//! the evening's report needs all of it, and every function below needs several of its fields at the same time.
//!
//! Complete the four functions. Neither `Parcel` nor `Tariff` can be cloned, and no signature needs to change.

use std::{collections::HashMap, sync::Mutex};

#[derive(Debug, PartialEq)]
pub struct Parcel {
    pub grams: u64,
    pub postage: u64,
}

/// Cents for each kilogram begun.
#[derive(Debug, PartialEq)]
pub struct Tariff {
    pub name: String,
    pub per_kilogram: u64,
}

#[derive(Debug, Default, PartialEq)]
pub struct Tally {
    pub parcels: u64,
    pub takings: u64,
}

#[derive(Debug, PartialEq)]
pub struct Depot {
    pub tariff: Tariff,
    pub counter: Vec<Parcel>,
    pub trucks: Vec<Vec<Parcel>>,
    pub tally: Tally,
    pub tips: HashMap<String, u64>,
}

impl Depot {
    fn postage(&self, grams: u64) -> u64 {
        grams.div_ceil(1000) * self.tariff.per_kilogram
    }

    /// Stamps every parcel at the counter with its postage, and counts it in the tally.
    pub fn stamp(&mut self) {
        // solution:begin
        // hint: `self.postage(…)` is refused while `self.counter` is iterated mutably. Which field does it need?
        // hint: Name that field in the loop, or add a method to `Tariff` that `postage` calls, too.
        for parcel in &mut self.counter {
            parcel.postage = parcel.grams.div_ceil(1000) * self.tariff.per_kilogram;
            self.tally.parcels += 1;
            self.tally.takings += parcel.postage;
        }
        // solution:end
    }

    /// Moves parcels from the end of one truck to the end of another, for as long as the first one stays at least as
    /// heavy as the second. Returns how many moved; `None` if there are no two such trucks.
    pub fn balance(&mut self, from: usize, to: usize) -> Option<usize> {
        // solution:begin
        // hint: `&mut self.trucks[from]` borrows all trucks. Who can tell at run time that two indices differ?
        // hint: `get_disjoint_mut` checks that both exist and differ; `ok()?` turns its error into `None`.
        // hint: `Vec::pop_if` moves the last parcel only if the condition holds; its closure may read the other truck.
        let [from, to] = self.trucks.get_disjoint_mut([from, to]).ok()?;
        let weight = |truck: &[Parcel]| truck.iter().map(|parcel| parcel.grams).sum::<u64>();
        let (mut left, mut right) = (weight(from), weight(to));
        let before = from.len();
        while let Some(parcel) = from.pop_if(|last| left - last.grams >= right + last.grams) {
            left -= parcel.grams;
            right += parcel.grams;
            to.push(parcel);
        }
        Some(before - from.len())
        // solution:end
    }

    /// The depot on the next morning, and what was left at the counter the evening before. Tariff, trucks and tips are
    /// the same ones; tally and counter start empty.
    pub fn next_morning(self) -> (Self, Vec<Parcel>) {
        // solution:begin
        // hint: The update syntax moves the fields that you do not name, and leaves you those that you do.
        let next = Self { counter: Vec::new(), tally: Tally::default(), ..self };
        (next, self.counter)
        // solution:end
    }
}

/// Loads a shared depot: all parcels at the counter go, in order, to the truck with the fewest parcels at that moment,
/// the first of several. Without trucks, all stay. Then the tips of `from` go to `to`, if both are known and not the
/// same.
pub fn close(depot: &Mutex<Depot>, from: &str, to: &str) {
    // solution:begin
    // hint: Two fields of a guard cannot be borrowed side by side. `&mut *guard` gives you a plain `&mut Depot`.
    // hint: `drain` keeps the counter borrowed; ask whether there are trucks before it begins.
    // hint: `HashMap::get_disjoint_mut` returns an array of two options, but panics if the two keys are equal.
    let mut guard = depot.lock().expect("nobody panics while holding the depot");
    let Depot { counter, trucks, tips, .. } = &mut *guard;
    if !trucks.is_empty() {
        for parcel in counter.drain(..) {
            if let Some(truck) = trucks.iter_mut().min_by_key(|truck| truck.len()) {
                truck.push(parcel);
            }
        }
    }
    if from != to
        && let [Some(from), Some(to)] = tips.get_disjoint_mut([from, to])
    {
        *to += std::mem::take(from);
    }
    // solution:end
}

fn parcels(weights: &[u64]) -> Vec<Parcel> {
    weights.iter().map(|&grams| Parcel { grams, postage: 0 }).collect()
}

fn weights(parcels: &[Parcel]) -> Vec<u64> {
    parcels.iter().map(|parcel| parcel.grams).collect()
}

fn depot(counter: &[u64], trucks: &[&[u64]]) -> Depot {
    Depot {
        tariff: Tariff { name: "winter".into(), per_kilogram: 300 },
        counter: parcels(counter),
        trucks: trucks.iter().map(|weights| parcels(weights)).collect(),
        tally: Tally::default(),
        tips: HashMap::from([("Ada".into(), 5), ("Grace".into(), 7)]),
    }
}

fn closed(depot: Depot, from: &str, to: &str) -> Depot {
    let shared = Mutex::new(depot);
    close(&shared, from, to);
    shared.into_inner().expect("closing does not panic")
}

#[test]
fn every_kilogram_begun_is_charged_and_counted() {
    let mut depot = depot(&[1, 1000, 1001], &[]);
    depot.stamp();
    assert_eq!(depot.counter.iter().map(|parcel| parcel.postage).collect::<Vec<_>>(), [300, 300, 600]);
    assert_eq!(depot.tally, Tally { parcels: 3, takings: 1200 });
    assert_eq!(depot.postage(2500), 900);
}

#[test]
fn a_heavy_truck_hands_over_its_last_parcels() {
    let mut depot = depot(&[], &[&[500, 300, 200, 100], &[50]]);
    assert_eq!(depot.balance(0, 1), Some(2));
    assert_eq!([weights(&depot.trucks[0]), weights(&depot.trucks[1])], [vec![500, 300], vec![50, 100, 200]]);
}

#[test]
fn trucks_of_equal_weight_keep_their_parcels() {
    let mut depot = depot(&[], &[&[500], &[500], &[]]);
    assert_eq!(depot.balance(0, 1), Some(0));
    assert_eq!(depot.balance(2, 0), Some(0));
}

#[test]
fn balancing_needs_two_trucks() {
    let mut depot = depot(&[], &[&[500], &[]]);
    assert_eq!((depot.balance(0, 0), depot.balance(0, 2)), (None, None));
    assert_eq!(weights(&depot.trucks[0]), [500]);
}

#[test]
fn the_next_morning_keeps_the_tariff_and_hands_over_the_counter() {
    let mut evening = depot(&[700], &[&[500]]);
    evening.tally.parcels = 9;
    let (tariff, truck) = (evening.tariff.name.as_ptr(), evening.trucks[0].as_ptr());
    let (morning, left) = evening.next_morning();
    assert_eq!((morning.tariff.name.as_ptr(), morning.trucks[0].as_ptr()), (tariff, truck));
    assert_eq!((morning.tally, morning.counter, weights(&left)), (Tally::default(), vec![], vec![700]));
    assert_eq!(morning.tips["Ada"], 5);
}

#[test]
fn parcels_go_to_the_truck_with_the_fewest() {
    let depot = closed(depot(&[1, 2, 3, 4], &[&[500], &[]]), "Ada", "Grace");
    assert!(depot.counter.is_empty());
    assert_eq!([weights(&depot.trucks[0]), weights(&depot.trucks[1])], [vec![500, 2, 4], vec![1, 3]]);
    assert_eq!((depot.tips["Ada"], depot.tips["Grace"]), (0, 12));
}

#[test]
fn without_trucks_all_parcels_stay() {
    assert_eq!(weights(&closed(depot(&[1, 2], &[]), "Ada", "Grace").counter), [1, 2]);
}

#[test]
fn tips_stay_unless_two_people_are_known() {
    for (from, to) in [("Ada", "Ada"), ("Ada", "Barbara"), ("Barbara", "Barbara")] {
        let depot = closed(depot(&[], &[]), from, to);
        assert_eq!(depot.tips, HashMap::from([("Ada".into(), 5), ("Grace".into(), 7)]));
    }
}
