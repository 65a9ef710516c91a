//! `Eq` promises that every value equals itself, `Ord` that any two can be compared. `f64` can promise neither: NaN is
//! neither less nor greater than anything, and not equal to itself.
//!
//! Repair: a constructor that keeps NaN out, and the order by `total_cmp`. (It tells -0.0 from 0.0, which `==` does
//! not; adding 0.0 leaves only the latter.)

#[cfg(fixed)]
use std::cmp::Ordering;

#[cfg(not(fixed))]
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Score(f64); //~ E0277 //~ E0277

#[cfg(fixed)]
#[derive(Debug, PartialEq)]
struct Score(f64);

#[cfg(fixed)]
impl Eq for Score {}

#[cfg(fixed)]
impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(fixed)]
impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Score {
    fn new(score: f64) -> Option<Self> {
        (!score.is_nan()).then(|| Self(score + 0.0))
    }
}

fn main() {
    let scores = [0.7, f64::NAN, 0.9].into_iter().filter_map(Score::new);
    println!("{:?}", scores.max());
}
