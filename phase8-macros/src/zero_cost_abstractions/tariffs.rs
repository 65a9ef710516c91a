//! Who is called, and when that is known: generics, `dyn`, enums, closures and futures.

use std::{hint::black_box, pin::Pin};

/// How much of a sale is the author's.
pub trait Tariff {
    /// The author's share in cents.
    fn share(&self, cents: u64) -> u64;
}

/// A part of each sale.
#[derive(Debug, Clone, Copy)]
pub struct Percent(pub u64);

/// A fixed sum, but never more than was paid.
#[derive(Debug, Clone, Copy)]
pub struct Fixed(pub u64);

/// A part that is larger for expensive books.
#[derive(Debug, Clone, Copy)]
pub struct Stepped {
    /// What counts as expensive.
    pub from: u64,
    /// For the others.
    pub below: u64,
    /// For these.
    pub above: u64,
}

impl Tariff for Percent {
    #[inline]
    fn share(&self, cents: u64) -> u64 {
        cents * self.0 / 100
    }
}

impl Tariff for Fixed {
    #[inline]
    fn share(&self, cents: u64) -> u64 {
        self.0.min(cents)
    }
}

impl Tariff for Stepped {
    #[inline]
    fn share(&self, cents: u64) -> u64 {
        if cents < self.from { cents * self.below / 100 } else { cents * self.above / 100 }
    }
}

impl<T: Tariff + ?Sized> Tariff for Box<T> {
    #[inline]
    fn share(&self, cents: u64) -> u64 {
        (**self).share(cents)
    }
}

/// Any of the three.
#[derive(Debug, Clone, Copy)]
pub enum AnyTariff {
    /// A part of each sale.
    Percent(Percent),
    /// A fixed sum.
    Fixed(Fixed),
    /// A larger part of larger sales.
    Stepped(Stepped),
}

/// `#[inline]` decides about the enum: it lets other crates see the `match`, and so take it into their loops.
impl Tariff for AnyTariff {
    #[inline]
    fn share(&self, cents: u64) -> u64 {
        match self {
            Self::Percent(tariff) => tariff.share(cents),
            Self::Fixed(tariff) => tariff.share(cents),
            Self::Stepped(tariff) => tariff.share(cents),
        }
    }
}

/// The same enum as most are written: without `#[inline]`, and too large for the compiler to inline it unasked. The
/// attribute here makes sure of that.
///
/// What is left is a call *and* a `match`. A vtable has only the call. So a list that is sorted by its kinds takes
/// longer than a list of `dyn`, today by a quarter or more, and the inlined enum takes less. In a list without any
/// order, wrong guesses about what comes next take most of the time, whichever of the three it is (`cargo bench
/// -p phase8-macros --bench zero_cost_abstractions tariffs`).
#[derive(Debug, Clone, Copy)]
pub struct OutOfLine(pub AnyTariff);

impl Tariff for OutOfLine {
    #[inline(never)]
    fn share(&self, cents: u64) -> u64 {
        self.0.share(cents)
    }
}

/// The shares of all sales by one tariff. For a type, it is compiled into the loop; for `dyn Tariff`, it is called.
#[inline(never)]
pub fn paid<T: Tariff + ?Sized>(tariff: &T, sales: &[u64]) -> u64 {
    sales.iter().map(|cents| tariff.share(*cents)).sum()
}

/// The shares of sales that have a tariff each.
#[inline(never)]
pub fn paid_each<T: Tariff>(tariffs: &[T], sales: &[u64]) -> u64 {
    tariffs.iter().zip(sales).map(|(tariff, cents)| tariff.share(*cents)).sum()
}

/// A fixed percentage, behind a `dyn` that everybody can see through: there is neither a vtable call in it nor a box.
///
/// `dyn` as such costs nothing. What costs is not to know what is behind it.
#[inline(never)]
pub fn paid_by_a_known_box(sales: &[u64]) -> u64 {
    let tariff: Box<dyn Tariff> = Box::new(Percent(15));
    sales.iter().map(|cents| tariff.share(*cents)).sum()
}

/// What is left of all sales after `fee`, which is compiled into the loop.
#[inline(never)]
pub fn net(sales: &[u64], fee: impl Fn(u64) -> u64) -> u64 {
    sales.iter().map(|cents| cents - fee(*cents)).sum()
}

/// What is left of all sales after `fee`, which is called for each of them.
#[inline(never)]
pub fn net_by_dyn(sales: &[u64], fee: &dyn Fn(u64) -> u64) -> u64 {
    sales.iter().map(|cents| cents - fee(*cents)).sum()
}

/// What is left of all sales if the fee is known: the loop as one would write it by hand.
#[inline(never)]
pub fn net_by_hand(sales: &[u64], per_thousand: u64) -> u64 {
    let mut net = 0;
    for cents in sales {
        net += cents - cents * per_thousand / 1000;
    }
    net
}

/// A price in another currency. The optimiser is kept from looking in, as if the rate came from elsewhere.
pub fn converted(cents: u64) -> u64 {
    black_box(cents) / 10
}

/// The same for callers who can wait, although there is nothing to wait for.
pub async fn converted_later(cents: u64) -> u64 {
    converted(cents)
}

/// The same as a method of a `dyn` trait would return it: its caller cannot know how large the future is.
pub fn converted_in_a_box(cents: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    Box::pin(converted_later(cents))
}

/// All prices, by plain calls.
#[inline(never)]
pub fn convert(sales: &[u64]) -> u64 {
    sales.iter().map(|cents| converted(*cents)).sum()
}

/// All prices, each of them awaited. Their futures are part of this one, and the optimiser leaves nothing of them.
pub async fn convert_awaiting(sales: &[u64]) -> u64 {
    let mut total = 0;
    for cents in sales {
        total += converted_later(*cents).await;
    }
    total
}

/// All prices, each of them awaited in a box: an allocation and a call through a vtable for each.
pub async fn convert_awaiting_boxes(sales: &[u64]) -> u64 {
    let mut total = 0;
    for cents in sales {
        total += converted_in_a_box(*cents).await;
    }
    total
}
