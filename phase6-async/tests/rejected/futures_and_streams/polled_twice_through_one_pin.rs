//! `poll` takes the pin by value, and a `Pin<&mut _>` is not `Copy`: the first poll has used it up.
//!
//! A plain `&mut` would be reborrowed at the call; a `Pin` is a struct, and moves. Repair: `as_mut` reborrows it.

use std::{
    pin::pin,
    task::{Context, Waker},
};

fn main() {
    let mut context = Context::from_waker(Waker::noop());
    #[cfg_attr(not(fixed), expect(unused_mut))]
    let mut reading = pin!(async { "Emma" });
    #[cfg(not(fixed))]
    let first = reading.poll(&mut context);
    #[cfg(fixed)]
    let first = reading.as_mut().poll(&mut context);
    if first.is_pending() {
        println!("{:?}", reading.poll(&mut context)); //~ E0382
    }
}
