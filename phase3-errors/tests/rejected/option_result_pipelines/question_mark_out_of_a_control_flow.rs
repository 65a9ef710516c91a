//! A `?` on a `Result` does not leave a closure that returns a `ControlFlow`: no rule says that an `Err` is a `Break`.
//!
//! Repair: say so in a `match`. Here a break carries a `Result`, because an answer and an error both end the search.

use std::{num::ParseIntError, ops::ControlFlow};

fn first_over(room: u32, fields: &str) -> Result<Option<u32>, ParseIntError> {
    let search = |left: u32, field: &str| -> ControlFlow<Result<u32, ParseIntError>, u32> {
        #[cfg(not(fixed))]
        let length = field.parse::<u32>()?; //~ E0277
        #[cfg(fixed)]
        let length = match field.parse::<u32>() {
            Ok(length) => length,
            Err(error) => return ControlFlow::Break(Err(error)),
        };
        left.checked_sub(length).map_or(ControlFlow::Break(Ok(length)), ControlFlow::Continue)
    };
    fields.split(',').try_fold(room, search).break_value().transpose()
}

fn main() {
    println!("{:?}", first_over(20, "12,3,8,?"));
}
