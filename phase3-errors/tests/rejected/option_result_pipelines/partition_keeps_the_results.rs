//! `partition` sorts the elements of a stream, but does not change them: both halves are vectors of `Result`s.
//!
//! It only asks `is_ok`, and a `bool` tells the compiler nothing about what is inside. Repair: a loop that matches, so
//! that each half gets what it is for.

use std::num::ParseIntError;

fn sift(fields: &str) -> (Vec<u16>, Vec<ParseIntError>) {
    let results = fields.split(',').map(str::parse::<u16>);
    #[cfg(not(fixed))]
    {
        results.partition(Result::is_ok) //~ E0308
    }
    #[cfg(fixed)]
    {
        let (mut lengths, mut errors) = (Vec::new(), Vec::new());
        for result in results {
            match result {
                Ok(length) => lengths.push(length),
                Err(error) => errors.push(error),
            }
        }
        (lengths, errors)
    }
}

fn main() {
    println!("{:?}", sift("12,3,?"));
}
