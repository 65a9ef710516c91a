//! The method exists for items that are totally ordered, and floating-point numbers are not: what would NaN be?
//!
//! The error says which bound does not hold. Repair: items that say how they are ordered. To weaken the block to
//! `PartialOrd` would move the question into the method, which has no answer to it either.

use std::cmp::Ordering;

struct Chart<T> {
    items: Vec<T>,
}

impl<T: Ord> Chart<T> {
    fn lead(&self) -> Option<&T> {
        self.items.iter().max()
    }
}

#[derive(Debug)]
struct Score(f64);

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Eq for Score {}

impl PartialEq for Score {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

fn main() {
    #[cfg(not(fixed))]
    let chart = Chart { items: vec![3.5, 4.5] };
    #[cfg(fixed)]
    let chart = Chart { items: vec![Score(3.5), Score(4.5)] };
    println!("{:?}", chart.lead()); //~ E0599
}
