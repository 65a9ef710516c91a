//! Amounts: units in types, `Output` types, and sums that know what to do on overflow.

use std::{
    fmt::{self, Debug},
    hash::Hash,
    iter::{Product, Sum},
    marker::PhantomData,
    num::NonZeroU32,
    ops::{Add, AddAssign, Div, Mul},
};

/// A unit of money. It exists in types only: the enums below have no values.
///
/// `#[derive(Clone)]` on `Money<C>` gives it to those with `C: Clone`, though no `C` is ever stored. With these
/// supertraits that is every currency, and whoever writes `C: Currency` may copy and compare `Money<C>`.
pub trait Currency: Copy + Ord + Hash + Debug {
    /// The code according to ISO 4217.
    const CODE: &'static str;
}

/// The euro.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Eur {}

/// The US dollar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Usd {}

impl Currency for Eur {
    const CODE: &'static str = "EUR";
}

impl Currency for Usd {
    const CODE: &'static str = "USD";
}

/// An amount in one currency; two currencies do not add up (E0308). Its size is that of the number.
///
/// What it lacks is as deliberate as what it has. There is no `money * money`, because nobody can spend square euros,
/// and no `money / 3`, because a quotient would lose cents without a word: see [`split`](Self::split).
///
/// # Example: the number of copies may stand on either side
/// ```
/// use phase2_traits::operator_overloading::{Eur, Money};
///
/// let price = Money::<Eur>::from_cents(1999);
/// assert_eq!(price * 3, 3 * price);
/// assert_eq!((price * 3 + price).to_string(), "79.96 EUR");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money<C> {
    cents: i64,
    currency: PhantomData<C>,
}

impl<C> Money<C> {
    /// Nothing.
    pub const ZERO: Self = Self::from_cents(0);

    /// So many cents.
    pub const fn from_cents(cents: i64) -> Self {
        Self { cents, currency: PhantomData }
    }

    /// How many cents.
    pub const fn cents(&self) -> i64 {
        self.cents
    }
}

impl<C: Currency> Money<C> {
    /// The sum, or `None` if it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.cents.checked_add(other.cents).map(Self::from_cents)
    }

    /// Divides the amount into parts, the larger ones first, that differ by a cent at most and add up to the amount.
    pub fn split(self, parts: NonZeroU32) -> impl Iterator<Item = Self> {
        let divisor = i64::from(parts.get());
        let (part, rest) = (self.cents.div_euclid(divisor), self.cents.rem_euclid(divisor));
        (0..divisor).map(move |number| Self::from_cents(part + i64::from(number < rest)))
    }
}

/// # Panics
/// On overflow, in every build: [`i64::strict_add`] does not ask the profile.
impl<C: Currency> Add for Money<C> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::from_cents(self.cents.strict_add(other.cents))
    }
}

/// # Panics
/// On overflow.
impl<C: Currency> AddAssign for Money<C> {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// # Panics
/// On overflow.
impl<C: Currency> Mul<u32> for Money<C> {
    type Output = Self;

    fn mul(self, copies: u32) -> Self {
        Self::from_cents(self.cents.strict_mul(copies.into()))
    }
}

/// `copies * price` is an `impl` for `u32`, which is allowed because `Money` is ours and stands in the trait. One for
/// every `T: Into<u32>` is not (E0210): another crate may own such a `T`, and write the same.
impl<C: Currency> Mul<Money<C>> for u32 {
    type Output = Money<C>;

    fn mul(self, price: Money<C>) -> Money<C> {
        price * self
    }
}

/// Money by money is a plain number: the units cancel. It is rounded as every `f64`, and infinite or NaN if divided by
/// nothing.
impl<C: Currency> Div for Money<C> {
    type Output = f64;

    fn div(self, other: Self) -> f64 {
        self.cents as f64 / other.cents as f64
    }
}

impl<C: Currency> fmt::Display for Money<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, cents) = (if self.cents < 0 { "-" } else { "" }, self.cents.unsigned_abs());
        write!(f, "{sign}{}.{:02} {}", cents / 100, cents % 100, C::CODE)
    }
}

/// # Panics
/// On overflow, as `+` does.
impl<C: Currency> Sum for Money<C> {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// So that `statement.iter().sum()` works: `Sum<Self>` is about owned items only (E0277).
impl<'a, C: Currency> Sum<&'a Self> for Money<C> {
    fn sum<I: Iterator<Item = &'a Self>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

/// The same sum, checked: who asks for an `Option` gets `None` on overflow.
///
/// `Option` and `Sum` are of the standard library. `Money` in the trait's parameter makes this `impl` ours to write.
///
/// # Example: the type of the result is the policy
/// ```
/// use phase2_traits::operator_overloading::{Money, Usd};
///
/// let lines = [Money::<Usd>::from_cents(i64::MAX), Money::from_cents(1)];
/// assert_eq!(lines.into_iter().sum::<Option<Money<_>>>(), None);
/// assert_eq!(lines[1..].iter().copied().sum::<Option<_>>(), Some(lines[1]));
/// ```
impl<C: Currency> Sum<Money<C>> for Option<Money<C>> {
    fn sum<I: Iterator<Item = Money<C>>>(mut amounts: I) -> Self {
        amounts.try_fold(Money::ZERO, Money::checked_add)
    }
}

/// How much of currency `B` is paid for one of `A`, in millionths.
///
/// The operators check units: `Money<A> * Rate<A, B>` is a `Money<B>`, and `Rate<A, B> * Rate<B, C>` a `Rate<A, C>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate<A, B> {
    millionths: u32,
    units: PhantomData<(A, B)>,
}

/// A part of an amount, in the same currency.
pub type Share<C> = Rate<C, C>;

impl<A, B> Rate<A, B> {
    /// `Rate::<Usd, Eur>::new(900_000)` pays 90 cents for a dollar.
    pub const fn new(millionths: u32) -> Self {
        Self { millionths, units: PhantomData }
    }
}

/// Rounds towards zero. So `money * a * b`, which rounds twice, can differ from `money * (a * b)`: operators promise no
/// algebra, and Rust never rearranges them.
///
/// # Panics
/// On overflow.
impl<A: Currency, B: Currency> Mul<Rate<A, B>> for Money<A> {
    type Output = Money<B>;

    fn mul(self, rate: Rate<A, B>) -> Money<B> {
        let exact = i128::from(self.cents) * i128::from(rate.millionths);
        Money::from_cents(i64::try_from(exact / 1_000_000).expect("an amount fits in 64 bits"))
    }
}

/// # Panics
/// On overflow.
impl<A: Currency, B: Currency, C: Currency> Mul<Rate<B, C>> for Rate<A, B> {
    type Output = Rate<A, C>;

    fn mul(self, next: Rate<B, C>) -> Rate<A, C> {
        let exact = u64::from(self.millionths) * u64::from(next.millionths);
        Rate::new(u32::try_from(exact / 1_000_000).expect("a rate fits in 32 bits"))
    }
}

/// Only shares have a product: between two currencies, the second factor would not fit the first one.
///
/// # Panics
/// On overflow.
impl<C: Currency> Product for Share<C> {
    fn product<I: Iterator<Item = Self>>(shares: I) -> Self {
        shares.fold(Self::new(1_000_000), Mul::mul)
    }
}
