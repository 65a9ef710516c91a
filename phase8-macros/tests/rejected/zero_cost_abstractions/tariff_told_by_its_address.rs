//! The address of a function says nothing about which function it is.
//!
//! The optimiser may merge functions that do the same, and may compile one function several times. So the comparison
//! may be true for two different tariffs, and false for one. Repair: data says which it is.

#![deny(unpredictable_function_pointer_comparisons)]

fn hardcover(cents: u64) -> u64 {
    cents / 10
}

fn paperback(cents: u64) -> u64 {
    cents / 10
}

#[cfg(fixed)]
#[derive(PartialEq)]
enum Kind {
    Hardcover,
    Paperback,
}

#[cfg(not(fixed))]
fn is_hardcover(tariff: fn(u64) -> u64) -> bool {
    tariff == hardcover as fn(u64) -> u64 //~ unpredictable_function_pointer_comparisons
}

#[cfg(fixed)]
fn is_hardcover((kind, _): (Kind, fn(u64) -> u64)) -> bool {
    kind == Kind::Hardcover
}

fn main() {
    #[cfg(not(fixed))]
    let tariffs = [hardcover, paperback];
    #[cfg(fixed)]
    let tariffs = [(Kind::Hardcover, hardcover as fn(u64) -> u64), (Kind::Paperback, paperback)];
    for tariff in tariffs {
        println!("{}", is_hardcover(tariff));
    }
}
