//! `pin!` as an argument pins until the end of the statement; what the function returns still points there.
//!
//! `let reading = pin!(…)` would live as long as `reading`: the temporary in the *initialiser itself* is extended, that
//! in an argument is not. Repair: await in the same statement, or give each pin a `let` of its own.

use std::pin::pin;

use futures::{FutureExt, future};

async fn quicker() -> bool {
    #[cfg(not(fixed))]
    let race = future::select(
        pin!(async { "the proofs" }), //~ E0716
        pin!(async { "the covers" }), //~ E0716
    );
    #[cfg(fixed)]
    let (proofs, covers) = (pin!(async { "the proofs" }), pin!(async { "the covers" }));
    #[cfg(fixed)]
    let race = future::select(proofs, covers);
    matches!(race.await, future::Either::Left(_))
}

fn main() {
    println!("{:?}", quicker().now_or_never());
}
