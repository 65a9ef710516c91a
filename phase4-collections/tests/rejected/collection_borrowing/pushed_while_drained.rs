//! A list of work that grows while it is worked off: `drain` borrows it until the loop ends, and so does any `for`.
//!
//! Repair: `pop` (or `pop_front`) borrows it for a single call, and the condition of the loop is evaluated anew.

fn main() {
    let replies = [vec![1, 2], vec![3], vec![], vec![]];
    let mut pending = vec![0];
    let mut seen = 0;
    #[cfg(not(fixed))]
    for comment in pending.drain(..) {
        seen += 1;
        pending.extend(&replies[comment]); //~ E0499
    }
    #[cfg(fixed)]
    while let Some(comment) = pending.pop() {
        seen += 1;
        pending.extend(&replies[comment]);
    }
    println!("{seen}");
}
