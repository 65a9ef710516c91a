//! An operator for every `T` on its left: another crate may own such a `T`, and write the same `impl`.
//!
//! `Money` in the trait's parameter is not enough, since the bare `T` comes before it. Repair: name the types.

use std::ops::Mul;

#[derive(Debug, Clone, Copy)]
struct Money(u64);

#[cfg(not(fixed))]
impl<T: Into<u64>> Mul<Money> for T {
    //~^ E0210
    type Output = Money;

    fn mul(self, price: Money) -> Money {
        Money(price.0.strict_mul(self.into()))
    }
}

#[cfg(fixed)]
impl Mul<Money> for u32 {
    type Output = Money;

    fn mul(self, price: Money) -> Money {
        Money(price.0.strict_mul(self.into()))
    }
}

fn main() {
    let copies: u32 = 3;
    println!("{:?}", copies * Money(1999));
}
