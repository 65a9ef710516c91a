//! A new variant stops the build in every match that has no wildcard: a list of the places where somebody must decide.
//!
//! `_ => true` instead of the two states would have let paused readers read. Repair: decide.

enum Subscription {
    Trial,
    Active,
    /// New this month.
    Paused,
    Ended,
}

fn may_read(subscription: &Subscription) -> bool {
    match subscription {
        //~^ E0004
        Subscription::Trial | Subscription::Active => true,
        #[cfg(fixed)]
        Subscription::Paused => false,
        Subscription::Ended => false,
    }
}

fn main() {
    use Subscription::{Active, Ended, Paused, Trial};
    assert_eq!([Trial, Active, Paused, Ended].map(|state| may_read(&state)), [true, true, false, false]);
}
