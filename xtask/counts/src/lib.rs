//! Claims about what code costs, in instructions that callgrind counts.
//!
//! A time depends on the machine and on what else it does. The number of instructions that a program executes depends
//! on the program, the compiler and the processor's features only, so a claim about it can be proven again and again.
//! It says nothing about cache misses, branch misses or instructions that wait for each other: where these matter, a
//! benchmark is the witness.
//!
//! A phase keeps its claims in a nested package of a single program, which depends on this library and hands them to
//! [`main`]. `cargo xtask counts` finds the packages that depend on it, builds them with optimisation, and runs both
//! sides of each claim under callgrind, once with [`ROUNDS`] rounds and once with twice as many. The difference,
//! divided by the rounds, is what one round costs; what the program does before and after cancels out.
//!
//! ```
//! use counts::{Case, Claim, Relation};
//!
//! const PRICES: [u64; 4] = [3, 5, 8, 13];
//!
//! const CLAIMS: &[Claim] = &[Claim {
//!     topic: "zero_cost_abstractions",
//!     says: "a sum by an iterator costs what the loop costs",
//!     left: Case { name: "iterator", round: |_| PRICES.iter().sum() },
//!     relation: Relation::Same,
//!     right: Case {
//!         name: "loop",
//!         round: |_| {
//!             let mut sum = 0;
//!             for price in PRICES {
//!                 sum += price;
//!             }
//!             sum
//!         },
//!     },
//! }];
//! assert_eq!(counts::differences(CLAIMS), [""; 0]);
//! ```

use std::{fmt, hint::black_box, process::ExitCode};

/// How many rounds of a case are counted.
pub const ROUNDS: u64 = 256;

/// That one piece of code costs so much compared with another.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// The slug of the topic whose lesson says it.
    pub topic: &'static str,
    /// The claim as a sentence, without a full stop.
    pub says: &'static str,
    /// What the claim is about.
    pub left: Case,
    /// What it costs compared with `right`.
    pub relation: Relation,
    /// The obvious rival, which computes the same.
    pub right: Case,
}

/// One piece of code whose instructions are counted.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Two or three words that tell it from its rival.
    pub name: &'static str,
    /// One round of the work; its argument is the number of the round, from 0. What it returns must be that of the
    /// rival, which shows that both do the same.
    pub round: fn(u64) -> u64,
}

/// What the left side of a claim costs compared with the right one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Relation {
    /// The same, but for one instruction in a hundred.
    Same,
    /// At least so many times as much.
    AtLeast(f64),
    /// At most so many times as much.
    AtMost(f64),
}

impl Relation {
    /// Whether these numbers of instructions stand in this relation.
    pub fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Same => (left - right).abs() <= 0.01 * right.max(left),
            Self::AtLeast(times) => left >= times * right,
            Self::AtMost(times) => left <= times * right,
        }
    }
}

/// As [`main`] lists it: `same`, `at-least 2.5`, `at-most 1.1`.
impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Same => f.write_str("same"),
            Self::AtLeast(times) => write!(f, "at-least {times}"),
            Self::AtMost(times) => write!(f, "at-most {times}"),
        }
    }
}

impl std::str::FromStr for Relation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let times = |number: &str| number.parse().map_err(|_| format!("`{number}` is not a number"));
        match text.split_once(' ') {
            None if text == "same" => Ok(Self::Same),
            Some(("at-least", number)) => times(number).map(Self::AtLeast),
            Some(("at-most", number)) => times(number).map(Self::AtMost),
            _ => Err(format!("`{text}` is none of `same`, `at-least NUMBER` and `at-most NUMBER`")),
        }
    }
}

/// Compares the results of both sides of every claim over a few rounds; returns a sentence for each that differs.
pub fn differences(claims: &[Claim]) -> Vec<String> {
    let differs =
        |claim: &&Claim| (0..3).any(|round| (claim.left.round)(round) != (claim.right.round)(round));
    let say = |claim: &Claim| {
        let Claim { topic, says, left, right, .. } = claim;
        format!("{topic}: {says}: `{}` and `{}` do not compute the same", left.name, right.name)
    };
    claims.iter().filter(differs).map(say).collect()
}

/// The program of a package of claims.
///
/// Without arguments it compares what both sides of each claim compute, and fails if they differ. The runner calls it
/// as `list`, which prints a line for each claim, fields parted by tabs: topic, sentence, left case, [`Relation`],
/// right case; and as `run CLAIM left|right ROUNDS`, which runs one case, the claim given by its number from 0.
pub fn main(claims: &[Claim]) -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments {
        [] => {
            let differences = differences(claims);
            for difference in &differences {
                eprintln!("error: {difference}");
            }
            if differences.is_empty() {
                println!("both sides of {} claims compute the same", claims.len());
            }
            return ExitCode::from(u8::from(!differences.is_empty()));
        }
        ["list"] => {
            for Claim { topic, says, left, relation, right } in claims {
                println!("{topic}\t{says}\t{}\t{relation}\t{}", left.name, right.name);
            }
        }
        ["run", claim, side @ ("left" | "right"), rounds] => {
            let claim = claim.parse().ok().and_then(|claim: usize| claims.get(claim));
            let (Some(claim), Ok(rounds)) = (claim, rounds.parse()) else { return usage() };
            let Case { round, .. } = if side == "left" { claim.left } else { claim.right };
            for number in 0..rounds {
                black_box(round(black_box(number)));
            }
        }
        _ => return usage(),
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("error: expected nothing, `list`, or `run CLAIM left|right ROUNDS`; see `cargo xtask counts`");
    ExitCode::from(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(left: fn(u64) -> u64, right: fn(u64) -> u64) -> Claim {
        let [left, right] = [("new", left), ("old", right)].map(|(name, round)| Case { name, round });
        Claim { topic: "iterators", says: "both are equal", left, relation: Relation::Same, right }
    }

    #[test]
    fn sides_that_compute_something_else_are_named() {
        let found = differences(&[claim(|n| n, |n| n), claim(|n| n, |n| n / 2 * 2)]);
        assert_eq!(found, ["iterators: both are equal: `new` and `old` do not compute the same"]);
    }

    #[test]
    fn the_same_is_within_a_hundredth() {
        assert!(Relation::Same.holds(1000.0, 1009.0) && Relation::Same.holds(1009.0, 1000.0));
        assert!(!Relation::Same.holds(1000.0, 1011.0) && !Relation::Same.holds(1011.0, 1000.0));
        assert!(Relation::Same.holds(0.0, 0.0));
    }

    #[test]
    fn bounds_include_themselves() {
        assert!(Relation::AtLeast(2.0).holds(20.0, 10.0) && !Relation::AtLeast(2.0).holds(19.9, 10.0));
        assert!(Relation::AtMost(2.0).holds(20.0, 10.0) && !Relation::AtMost(2.0).holds(20.1, 10.0));
    }

    #[test]
    fn a_relation_is_read_as_it_is_written() {
        for relation in [Relation::Same, Relation::AtLeast(2.5), Relation::AtMost(1.0)] {
            assert_eq!(relation.to_string().parse(), Ok(relation));
        }
        assert!("at-least".parse::<Relation>().is_err() && "at-least x".parse::<Relation>().is_err());
    }
}
