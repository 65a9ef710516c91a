//! `poll` takes `Pin<&mut Self>`, so a future in a variable has no such method: first, somebody promises that it stays.
//!
//! Repair: `pin!` moves the future into a place that nobody can name afterwards, and gives out the pin.

#[cfg(fixed)]
use std::pin::pin;
use std::task::{Context, Waker};

async fn proofread(title: &str) -> usize {
    title.len()
}

fn main() {
    #[cfg(not(fixed))]
    let mut reading = proofread("Emma");
    #[cfg(fixed)]
    let reading = pin!(proofread("Emma"));
    let mut context = Context::from_waker(Waker::noop());
    println!("{:?}", reading.poll(&mut context)); //~ E0599
}
