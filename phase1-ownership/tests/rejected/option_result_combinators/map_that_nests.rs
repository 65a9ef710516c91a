//! `map` wraps whatever the closure returns, even if it is an option already.
//!
//! Repair: `and_then` leaves the wrapping to the closure.

fn saving(regular: u32, offer: Option<u32>) -> Option<u32> {
    #[cfg(not(fixed))]
    return offer.map(|cents| regular.checked_sub(cents)); //~ E0308
    #[cfg(fixed)]
    return offer.and_then(|cents| regular.checked_sub(cents));
}

fn main() {
    println!("{:?}", saving(900, Some(750)));
}
