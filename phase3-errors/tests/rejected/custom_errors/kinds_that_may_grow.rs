//! All five kinds that exist are matched, but the enum is `#[non_exhaustive]`: a sixth may come without notice.
//!
//! Only other crates are bound by it; the crate that defines the enum still matches it without a wildcard. Repair: a
//! last arm that is right for whatever comes.

use std::num::IntErrorKind;

fn advice(kind: &IntErrorKind) -> &'static str {
    match kind {
        //~^ E0004
        IntErrorKind::Empty => "type a number",
        IntErrorKind::InvalidDigit => "use digits only",
        IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "stay in the range",
        IntErrorKind::Zero => "print at least one copy",
        #[cfg(fixed)]
        _ => "type another number",
    }
}

fn main() {
    if let Err(error) = "many".parse::<u16>() {
        println!("{}", advice(error.kind()));
    }
}
