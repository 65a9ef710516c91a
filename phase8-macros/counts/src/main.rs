//! The claims of the lessons about instructions. `cargo xtask counts` proves them.
//!
//! What is counted are functions that are `#[inline(never)]`. Those that are not generic are compiled before anything
//! here is, so they do not know that the columns below are constant. The generic ones are compiled here: for them,
//! `black_box` hides the columns, the tariff and the fee. The bounds leave room between what the lesson says and what is
//! measured today, because the next compiler may differ a little.

use std::{
    hint::black_box,
    num::NonZero,
    pin::pin,
    process::ExitCode,
    sync::{LazyLock, Mutex},
    task::{Context, Poll, Waker},
};

use counts::{
    Case, Claim,
    Relation::{AtLeast, AtMost, Same},
};
use phase8_macros::zero_cost_abstractions::{
    columns::{self, Cents, Grade, Grades},
    readers,
    records::{self, Referrer},
    statements::{self, Line},
    tariffs::{self, AnyTariff, Fixed, OutOfLine, Percent, Stepped, Tariff},
};

const TOPIC: &str = "zero_cost_abstractions";

const CLAIMS: &[Claim] = &[
    Claim {
        topic: TOPIC,
        says: "a sum by an iterator costs what the loop costs",
        left: Case { name: "iterator", round: |_| columns::total(&PRICES) },
        relation: Same,
        right: Case { name: "index", round: |_| columns::total_by_index(&PRICES) },
    },
    Claim {
        topic: TOPIC,
        says: "a sum of newtypes costs what a sum of numbers costs",
        left: Case { name: "newtypes", round: |_| columns::total_in_cents(&CENTS).0 },
        relation: Same,
        right: Case { name: "numbers", round: |_| columns::total(&PRICES) },
    },
    Claim {
        topic: TOPIC,
        says: "a chain that is asked item by item costs several times one that runs its own loop",
        left: Case { name: "for", round: |_| columns::total_of_both_in_a_for(&PRICES, &COPIES) },
        relation: AtLeast(2.0),
        right: Case { name: "for_each", round: |_| columns::total_of_both(&PRICES, &COPIES) },
    },
    Claim {
        topic: TOPIC,
        says: "an index that is checked costs what a zip costs if the length of the loop is known",
        left: Case { name: "index", round: |_| columns::takings_by_index(&PRICES, &COPIES) },
        relation: AtMost(1.1),
        right: Case { name: "zip", round: |_| columns::takings(&PRICES, &COPIES) },
    },
    Claim {
        topic: TOPIC,
        says: "a check that stays in a loop that writes doubles what it costs, at least",
        left: Case { name: "index", round: |_| balances(columns::balances_by_index) },
        relation: AtLeast(2.0),
        right: Case { name: "assertion", round: |_| balances(columns::balances_asserted) },
    },
    Claim {
        topic: TOPIC,
        says: "an unsafe promise saves nothing that an assertion before the loop does not save",
        left: Case {
            name: "promise",
            round: |_| {
                // SAFETY: both columns have the same length.
                balances(|prices, balances| unsafe { columns::balances_promised(prices, balances) })
            },
        },
        relation: Same,
        right: Case { name: "assertion", round: |_| balances(columns::balances_asserted) },
    },
    Claim {
        topic: TOPIC,
        says: "slices of newtypes are compared at dozens of times what bytes are compared at",
        left: Case { name: "newtypes", round: |_| columns::same_grades(&GRADES, &MORE_GRADES).into() },
        relation: AtLeast(20.0),
        right: Case { name: "bytes", round: |_| columns::same_bytes(&BYTES, &MORE_BYTES).into() },
    },
    Claim {
        topic: TOPIC,
        says: "a newtype around a column is compared as its bytes are",
        left: Case { name: "newtype", round: |_| COLUMNS[0].same(&COLUMNS[1]).into() },
        relation: AtMost(1.1),
        right: Case { name: "bytes", round: |_| columns::same_bytes(&BYTES, &MORE_BYTES).into() },
    },
    Claim {
        topic: TOPIC,
        says: "an Option with a niche costs what a reserved zero costs",
        left: Case { name: "niche", round: |_| records::referred(&REFERRERS) as u64 },
        relation: Same,
        right: Case { name: "zero", round: |_| records::referred_by_zero(&NUMBERS) as u64 },
    },
    Claim {
        topic: TOPIC,
        says: "an Option without a niche is counted by fewer instructions, in twice the memory",
        left: Case { name: "no niche", round: |_| records::referred_beside(&OPTIONS) as u64 },
        relation: AtMost(0.9),
        right: Case { name: "zero", round: |_| records::referred_by_zero(&NUMBERS) as u64 },
    },
    Claim {
        topic: TOPIC,
        says: "a divisor that cannot be zero is not tested",
        left: Case { name: "NonZero", round: |_| records::shares(&PRICES, &PARTIES) },
        relation: AtMost(0.95),
        right: Case { name: "u64", round: |_| records::shares_checked(&PRICES, &DIVISORS) },
    },
    Claim {
        topic: TOPIC,
        says: "records by an index cost some ten times what as_chunks costs, or more",
        left: Case { name: "index", round: |_| records::logged_by_index(&BYTES) },
        relation: AtLeast(8.0),
        right: Case { name: "as_chunks", round: |_| records::logged(&BYTES) },
    },
    Claim {
        topic: TOPIC,
        says: "an index into a cut costs what as_chunks costs",
        left: Case { name: "index, cut", round: |_| records::logged_by_cuts(&BYTES) },
        relation: AtMost(1.1),
        right: Case { name: "as_chunks", round: |_| records::logged(&BYTES) },
    },
    Claim {
        topic: TOPIC,
        says: "a method behind dyn costs more than one that is compiled into the loop",
        left: Case {
            name: "dyn",
            round: |_| tariffs::paid::<dyn Tariff>(black_box(&Percent(15) as &dyn Tariff), prices()),
        },
        relation: AtLeast(1.3),
        right: Case { name: "generic", round: |_| tariffs::paid(black_box(&Percent(15)), prices()) },
    },
    Claim {
        topic: TOPIC,
        says: "a box whose content is known costs what the content costs",
        left: Case { name: "known box", round: |_| tariffs::paid_by_a_known_box(&PRICES) },
        relation: AtMost(1.05),
        // 15 percent are what is left after a fee of all but 15 percent.
        right: Case { name: "content", round: |_| tariffs::net(prices(), |cents| cents - cents * 15 / 100) },
    },
    Claim {
        topic: TOPIC,
        says: "a list of an enum that is not inlined costs more than a list of dyn",
        left: Case { name: "enum, called", round: |_| tariffs::paid_each(black_box(&CALLED), prices()) },
        relation: AtLeast(1.1),
        right: Case { name: "dyn", round: |_| tariffs::paid_each(black_box(&BOXED), prices()) },
    },
    Claim {
        topic: TOPIC,
        says: "a list of an enum that is inlined costs less than one that is not",
        left: Case { name: "enum, inlined", round: |_| tariffs::paid_each(black_box(&INLINED), prices()) },
        relation: AtMost(0.9),
        right: Case { name: "enum, called", round: |_| tariffs::paid_each(black_box(&CALLED), prices()) },
    },
    Claim {
        topic: TOPIC,
        says: "a generic closure costs what the loop by hand costs",
        left: Case {
            name: "closure",
            round: |_| {
                let rate = black_box(25);
                tariffs::net(prices(), move |cents| cents * rate / 1000)
            },
        },
        relation: AtMost(1.05),
        right: Case { name: "by hand", round: |_| tariffs::net_by_hand(prices(), black_box(25)) },
    },
    Claim {
        topic: TOPIC,
        says: "a closure behind dyn costs more than the loop by hand",
        left: Case {
            name: "dyn Fn",
            round: |_| {
                let rate = black_box(25);
                tariffs::net_by_dyn(prices(), black_box(&move |cents| cents * rate / 1000))
            },
        },
        relation: AtLeast(1.2),
        right: Case { name: "by hand", round: |_| tariffs::net_by_hand(prices(), black_box(25)) },
    },
    Claim {
        topic: TOPIC,
        says: "an await costs what a call costs",
        left: Case { name: "await", round: |_| ready(tariffs::convert_awaiting(prices())) },
        relation: AtMost(1.05),
        right: Case { name: "call", round: |_| tariffs::convert(prices()) },
    },
    Claim {
        topic: TOPIC,
        says: "an await of a box costs many times what a call costs",
        left: Case { name: "boxed", round: |_| ready(tariffs::convert_awaiting_boxes(prices())) },
        relation: AtLeast(6.0),
        right: Case { name: "call", round: |_| tariffs::convert(prices()) },
    },
    Claim {
        topic: TOPIC,
        says: "a line by format! costs more than a line by write!",
        left: Case { name: "format!", round: |_| length(statements::by_format(&LINES)) },
        relation: AtLeast(1.5),
        right: Case { name: "write!", round: |_| length(statements::by_write(&LINES)) },
    },
    Claim {
        topic: TOPIC,
        says: "a line by write! costs several times a line by push_str",
        left: Case { name: "write!", round: |_| length(statements::by_write(&LINES)) },
        relation: AtLeast(2.0),
        right: Case { name: "push_str", round: |_| length(statements::by_push(&LINES)) },
    },
    // Elsewhere there is nothing to detect: other processors count bits by an instruction of their base, and so does
    // what is built for `target-cpu=native`.
    #[cfg(all(target_arch = "x86_64", not(target_feature = "popcnt")))]
    Claim {
        topic: TOPIC,
        says: "a feature of the processor that is detected saves a third of the instructions of an overlap, at least",
        left: Case { name: "base", round: |_| readers::overlap(&PRICES, &COPIES).into() },
        relation: AtLeast(1.5),
        right: Case { name: "detected", round: |_| readers::overlap_detected(&PRICES, &COPIES).into() },
    },
    Claim {
        topic: TOPIC,
        says: "a search by selection takes no fewer instructions than one by branches",
        left: Case { name: "selection", round: |_| ranks(readers::rank_by_selection) },
        relation: AtLeast(1.0),
        right: Case { name: "branches", round: |_| ranks(readers::rank_by_branches) },
    },
    Claim {
        topic: TOPIC,
        says: "a hint that a path is cold does not change the count",
        left: Case { name: "cold_path", round: |_| readers::trusted_with_hint(&PRICES, 9990) },
        relation: Same,
        right: Case { name: "no hint", round: |_| readers::trusted(&PRICES, 9990) },
    },
];

fn main() -> ExitCode {
    counts::main(CLAIMS)
}

/// For what is compiled here: a column of which only the type is known.
fn prices() -> &'static [u64] {
    black_box(&PRICES)
}

/// The last balance, which all others have gone into. The column is used again, because to clear it costs as much.
fn balances(write: fn(&[u64], &mut [u64])) -> u64 {
    static BALANCES: Mutex<[u64; COUNT]> = Mutex::new([0; COUNT]);
    let mut balances = BALANCES.lock().expect("no side panics");
    write(&PRICES, &mut *balances);
    balances[COUNT - 1]
}

/// What a text is told from another one by, at little cost.
fn length(text: String) -> u64 {
    black_box(&text).len() as u64
}

fn ranks(rank: fn(&[u64], u64) -> usize) -> u64 {
    (0..64).map(|step| rank(&SORTED, step * 113) as u64).sum()
}

/// The futures here never wait, so one poll brings the result.
fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing in it waits"),
    }
}

const COUNT: usize = 1000;

/// Numbers below `bound` without an order, the same in each run.
const fn numbers(seed: u64, bound: u64) -> [u64; COUNT] {
    let mut numbers = [0; COUNT];
    let (mut index, mut state) = (0, seed);
    while index < COUNT {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        numbers[index] = (state >> 33) % bound;
        index += 1;
    }
    numbers
}

// Statics have a place in memory, which consts need not have: what is counted reads them there.
static PRICES: [u64; COUNT] = numbers(1, 10_000);
static COPIES: [u64; COUNT] = numbers(2, 500);
static CENTS: [Cents; COUNT] = {
    let mut cents = [Cents(0); COUNT];
    let mut index = 0;
    while index < COUNT {
        cents[index] = Cents(PRICES[index]);
        index += 1;
    }
    cents
};
static SORTED: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut sorted = PRICES.to_vec();
    sorted.sort_unstable();
    sorted
});

static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| (0..4).flat_map(|_| PRICES).map(|n| n as u8).collect());
static MORE_BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| BYTES.clone());
static GRADES: LazyLock<Vec<Grade>> = LazyLock::new(|| BYTES.iter().copied().map(Grade).collect());
static MORE_GRADES: LazyLock<Vec<Grade>> = LazyLock::new(|| GRADES.clone());
static COLUMNS: LazyLock<[Grades; 2]> = LazyLock::new(|| [0, 1].map(|_| Grades::new(GRADES.iter().copied())));

static NUMBERS: LazyLock<Vec<u32>> = LazyLock::new(|| COPIES.map(|n| n as u32 % 7).to_vec());
static REFERRERS: LazyLock<Vec<Option<Referrer>>> =
    LazyLock::new(|| NUMBERS.iter().map(|number| NonZero::new(*number).map(Referrer)).collect());
static OPTIONS: LazyLock<Vec<Option<u32>>> =
    LazyLock::new(|| NUMBERS.iter().map(|number| (*number != 0).then_some(*number)).collect());
static PARTIES: LazyLock<Vec<NonZero<u64>>> =
    LazyLock::new(|| COPIES.map(|copies| NonZero::<u64>::MIN.saturating_add(copies)).to_vec());
static DIVISORS: LazyLock<Vec<u64>> = LazyLock::new(|| PARTIES.iter().map(|parties| parties.get()).collect());

static INLINED: LazyLock<Vec<AnyTariff>> = LazyLock::new(|| {
    let tariff = |copies: u64| match copies % 3 {
        0 => AnyTariff::Percent(Percent(15)),
        1 => AnyTariff::Fixed(Fixed(30)),
        _ => AnyTariff::Stepped(Stepped { from: 500, below: 10, above: 20 }),
    };
    COPIES.into_iter().map(tariff).collect()
});
static CALLED: LazyLock<Vec<OutOfLine>> = LazyLock::new(|| INLINED.iter().copied().map(OutOfLine).collect());
static BOXED: LazyLock<Vec<Box<dyn Tariff + Send + Sync>>> = LazyLock::new(|| {
    let boxed = |tariff: &AnyTariff| -> Box<dyn Tariff + Send + Sync> {
        match *tariff {
            AnyTariff::Percent(tariff) => Box::new(tariff),
            AnyTariff::Fixed(tariff) => Box::new(tariff),
            AnyTariff::Stepped(tariff) => Box::new(tariff),
        }
    };
    INLINED.iter().map(boxed).collect()
});

static LINES: [Line<'_>; 50] = [Line { title: "The Cartographer", format: "paperback" }; 50];

#[cfg(test)]
mod zero_cost_abstractions {
    use super::CLAIMS;

    #[test]
    fn both_sides_of_each_claim_compute_the_same() {
        assert_eq!(counts::differences(CLAIMS), [""; 0]);
    }
}
