//! Each `async` block has a type of its own, also if two of them read alike; a set has room for one type.
//!
//! Repair: one `async fn`, called twice. Where the futures do differ, `.boxed()` gives them one type, for an allocation
//! each.

use futures::{FutureExt, StreamExt, stream::FuturesUnordered};

#[cfg(fixed)]
async fn pages(title: &str) -> usize {
    title.len()
}

fn main() {
    let in_flight = FuturesUnordered::new();
    #[cfg(not(fixed))]
    {
        in_flight.push(async { "Emma".len() });
        in_flight.push(async { "Persuasion".len() }); //~ E0308
    }
    #[cfg(fixed)]
    {
        in_flight.push(pages("Emma"));
        in_flight.push(pages("Persuasion"));
    }
    println!("{:?}", in_flight.count().now_or_never());
}
