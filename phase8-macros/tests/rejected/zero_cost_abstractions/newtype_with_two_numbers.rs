//! `repr(transparent)` promises the layout of one field, so there may be one only that takes room.
//!
//! A currency that is known when the program is written need not be stored with each amount. Repair: it goes into the
//! type, and what stands for it in the struct has the size zero.

#[cfg(fixed)]
use std::marker::PhantomData;

#[cfg(not(fixed))]
#[repr(transparent)]
struct Money {
    //~^ E0690
    cents: u64,
    currency: u8,
}

#[cfg(fixed)]
#[repr(transparent)]
struct Money<C> {
    cents: u64,
    currency: PhantomData<C>,
}

#[cfg(fixed)]
struct Euro;

fn main() {
    #[cfg(not(fixed))]
    let price = Money { cents: 1200, currency: b'E' };
    #[cfg(fixed)]
    let price = Money { cents: 1200, currency: PhantomData::<Euro> };
    println!("{} bytes for {} cents", size_of_val(&price), price.cents);
}
