//! What can be seen of costs without a clock: sizes, calls, and results that agree.
//!
//! Run: `cargo run --example zero_cost_abstractions`. Look for what is free because a type says it. What is free
//! because the optimiser found it out does not show here: `cargo xtask counts` has that.

use std::{
    cell::Cell,
    hash::{Hash, Hasher},
    num::NonZero,
};

use phase8_macros::zero_cost_abstractions::{
    columns::{self, Cents, Grade, Grades},
    readers,
    records::{self, Referrer, Sale},
    tariffs::{self, Percent, Tariff},
};

/// Counts how often a hasher is called.
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

/// A tariff that counts how often it is asked.
struct Watched<'a>(Percent, &'a Cell<u32>);

impl Tariff for Watched<'_> {
    fn share(&self, cents: u64) -> u64 {
        self.1.update(|asked| asked + 1);
        self.0.share(cents)
    }
}

fn main() {
    let (number, newtype) = (size_of::<u64>(), size_of::<Cents>());
    println!("a price is {number} bytes as a number and {newtype} as a newtype");
    assert_eq!(number, newtype);
    let total = columns::total_in_cents(&[Cents(1200), Cents(900)]);
    println!("the sum of two is {total:?}, by the code that adds up numbers");
    assert_eq!(total, Cents(columns::total(&[1200, 900])));

    let grades = vec![Grade(3); 1000];
    let column = Grades::new(grades.iter().copied());
    let (one_by_one, in_one_piece) = (calls(&grades), calls(&column));
    println!(
        "a list of 1000 newtypes calls a hasher {one_by_one} times, a newtype of the list {in_one_piece} times"
    );
    assert!(one_by_one > 1000 && in_one_piece < 10);

    let [beside, niche] = [size_of::<Option<u32>>(), size_of::<Option<Referrer>>()];
    println!("a number that may be missing is {beside} bytes, one that is never zero {niche}");
    assert_eq!((beside, niche), (8, 4));
    assert!(size_of::<Sale>() <= 12);
    let referrers = [None, NonZero::new(7).map(Referrer), None];
    println!("{} of {} sales was recommended", records::referred(&referrers), referrers.len());
    assert_eq!(records::referred(&referrers), 1);

    let log = [0xe8, 3, 0, 0, 0x10, 0x27, 0, 0, 0xff];
    println!("a log of {} bytes is {} cents: the last byte is no amount", log.len(), records::logged(&log));
    assert_eq!(records::logged(&log), 11_000);

    let rate = 25;
    let fee = move |cents: u64| cents * rate / 1000;
    let dyn_reference = size_of::<&dyn Fn(u64) -> u64>();
    println!("a closure is {} bytes, a reference to it as a `dyn` {dyn_reference}", size_of_val(&fee));
    assert_eq!((size_of_val(&fee), dyn_reference), (8, 2 * size_of::<usize>()));
    let net = tariffs::net(&[2000, 1000], fee);
    println!("both leave {net} cents of 3000");
    assert_eq!((net, tariffs::net_by_dyn(&[2000, 1000], &fee)), (2925, 2925));

    let asked = Cell::new(0);
    let sales = [1200, 900, 1500];
    let tariff = Watched(Percent(15), &asked);
    let shares = [tariffs::paid(&tariff, &sales), tariffs::paid::<dyn Tariff>(&tariff, &sales)];
    println!("a generic and a `dyn` ask a tariff equally often, {} times for {shares:?} cents", asked.get());
    assert_eq!((asked.get(), shares), (6, [540, 540]));

    let sorted = [3, 5, 8, 13, 21];
    let ranks =
        [readers::rank_by_branches, readers::rank_by_selection, readers::rank].map(|rank| rank(&sorted, 9));
    println!(
        "nine reads are more than those of {ranks:?} others, by branches, by selection and by the library"
    );
    assert_eq!(ranks, [3; 3]);
}
