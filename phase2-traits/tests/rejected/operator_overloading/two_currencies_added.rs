//! With the currency in the type, a sum of two currencies is a sum of two types, and there is no such `Add`.
//!
//! Repair: convert first. The rate says from what to what, so the result of `*` has the other currency.

use std::{
    marker::PhantomData,
    ops::{Add, Mul},
};

struct Eur;
struct Usd;
struct Money<C>(i64, PhantomData<C>);

impl<C> Add for Money<C> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Money(self.0.strict_add(other.0), PhantomData)
    }
}

/// So many `B` for a hundred `A`.
struct Rate<A, B>(i64, PhantomData<(A, B)>);

impl<A, B> Mul<Rate<A, B>> for Money<A> {
    type Output = Money<B>;

    fn mul(self, rate: Rate<A, B>) -> Money<B> {
        Money(self.0.strict_mul(rate.0) / 100, PhantomData)
    }
}

fn main() {
    let at_home = Money::<Eur>(1200, PhantomData);
    let abroad = Money::<Usd>(500, PhantomData);
    let rate = Rate::<Usd, Eur>(92, PhantomData);
    #[cfg(not(fixed))]
    let total = at_home + abroad; //~ E0308
    #[cfg(fixed)]
    let total = at_home + abroad * rate;
    println!("{}", total.0);
}
