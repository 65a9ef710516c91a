//! All variants are named, and still not all that there may be: another crate's `#[non_exhaustive]` enum needs a `_`.
//!
//! The library may add variants in any release, and your build must not depend on when. Repair: an arm for the unknown.

use std::num::IntErrorKind;

fn explain(kind: &IntErrorKind) -> &'static str {
    match kind {
        //~^ E0004
        IntErrorKind::Empty => "how many?",
        IntErrorKind::InvalidDigit => "digits only, please",
        IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "that is too far away",
        IntErrorKind::Zero => "at least one",
        #[cfg(fixed)]
        _ => "not a number",
    }
}

fn main() {
    if let Err(error) = "1000".parse::<u8>() {
        println!("{}", explain(error.kind()));
    }
}
