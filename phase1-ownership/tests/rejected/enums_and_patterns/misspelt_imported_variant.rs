//! After a glob import, a bare name in a pattern is a variant if one is called so. Misspelt, it is a new variable.
//!
//! It matches everything, and only lints notice: here, that the arm below it can never run. Repair: write the path, even
//! where an import would allow less; a misspelt `Reason::Unpayed` is an error on its own.

#![deny(unreachable_patterns)]

enum Reason {
    Unpaid,
    Cancelled,
}

#[cfg(not(fixed))]
use Reason::*;

fn may_come_back(reason: &Reason) -> bool {
    #[cfg(not(fixed))]
    return match reason {
        Unpayed => true,
        Cancelled => false, //~ unreachable_patterns
    };
    #[cfg(fixed)]
    return match reason {
        Reason::Unpaid => true,
        Reason::Cancelled => false,
    };
}

fn main() {
    assert_eq!([Reason::Unpaid, Reason::Cancelled].map(|reason| may_come_back(&reason)), [true, false]);
}
