use std::num::NonZero;

use phase1_ownership::enums_and_patterns::{Event, LineError, Reason, Subscription, discount};

fn days(days: u32) -> NonZero<u32> {
    NonZero::new(days).expect("a test gives at least one day")
}

fn trial(days_left: u32) -> Subscription {
    Subscription::Trial { days_left: days(days_left) }
}

fn active(days_left: u32) -> Subscription {
    Subscription::Active { card: "visa".into(), days_left: days(days_left) }
}

fn due(declined: u8, retry_in: u8) -> Subscription {
    Subscription::Due { card: "visa".into(), declined, retry_in }
}

fn left() -> Subscription {
    Subscription::Ended(Reason::Other("too dear".into()))
}

fn unpaid() -> Subscription {
    Subscription::Ended(Reason::Unpaid)
}

fn card(subscription: &Subscription) -> Option<&str> {
    match subscription {
        Subscription::Active { card, .. } | Subscription::Due { card, .. } => Some(card),
        Subscription::Trial { .. } | Subscription::Ended(_) => None,
    }
}

/// What becomes of each state when the line arrives: a column of the whole table.
#[track_caller]
fn check<const N: usize>(line: &str, cases: [(Subscription, Subscription); N]) {
    for (state, expected) in cases {
        let before = format!("{state:?}");
        let event = line.parse().expect("the line is an event");
        assert_eq!(state.on(event), expected, "{line} after {before}");
    }
}

#[test]
fn a_day_brings_every_state_closer_to_its_end() {
    check(
        "day",
        [
            (trial(2), trial(1)),
            (trial(1), unpaid()),
            (active(2), active(1)),
            (active(1), due(0, 0)),
            (due(1, 3), due(1, 2)),
            (due(1, 0), due(1, 0)),
            (unpaid(), unpaid()),
            (left(), left()),
        ],
    );
}

#[test]
fn a_payment_counts_from_today_unless_days_are_paid_for_already() {
    check(
        "paid visa 30",
        [
            (trial(5), active(30)),
            (active(5), active(35)),
            (active(u32::MAX), active(u32::MAX)),
            (due(2, 3), active(30)),
            (unpaid(), active(30)),
            (left(), left()),
            (Subscription::Ended(Reason::Unstated), Subscription::Ended(Reason::Unstated)),
        ],
    );
}

#[test]
fn the_card_that_paid_last_is_charged_next() {
    assert_eq!(card(&active(3).on("paid master 1".parse().unwrap())), Some("master"));
}

#[test]
fn a_declined_card_is_tried_three_times() {
    check(
        "declined",
        [
            (due(0, 0), due(1, 1)),
            (due(1, 0), due(2, 3)),
            (due(1, 1), due(2, 3)), // a day early, and it counts as well
            (due(2, 0), unpaid()),
            (trial(1), trial(1)),
            (active(1), active(1)),
            (unpaid(), unpaid()),
            (left(), left()),
        ],
    );
}

#[test]
fn the_first_end_is_the_one_that_counts() {
    let silent = || Subscription::Ended(Reason::Unstated);
    check(
        "cancelled",
        [
            (trial(1), silent()),
            (active(1), silent()),
            (due(0, 0), silent()),
            (unpaid(), unpaid()),
            (left(), left()),
        ],
    );
    check("cancelled too dear", [(active(1), left()), (unpaid(), unpaid())]);
}

#[test]
fn the_card_moves_through_guarded_arms_without_a_copy() {
    let mut subscription = active(2);
    let at = card(&subscription).map(str::as_ptr);
    for line in ["day", "day", "declined", "day", "declined"] {
        subscription = subscription.on(line.parse().unwrap());
        // Checked after each step: a copy of a copy may well stand where the first card was.
        assert_eq!(card(&subscription).map(str::as_ptr), at, "after {line}");
    }
    assert_eq!(subscription, due(2, 3));
}

#[test]
fn all_but_the_ended_may_read() {
    assert_eq!(
        [trial(1), active(1), due(2, 3), unpaid(), left()].map(|state| state.may_read()),
        [true, true, true, false, false]
    );
}

#[test]
fn only_days_that_run_can_be_extended() {
    for (mut state, extended, expected) in [
        (trial(1), true, trial(8)),
        (active(1), true, active(8)),
        (active(u32::MAX), true, active(u32::MAX)),
        (due(0, 0), false, due(0, 0)),
        (left(), false, left()),
    ] {
        assert_eq!((state.extend(7), state), (extended, expected));
    }
}

#[test]
fn every_text_is_a_reason() {
    let reasons = ["unpaid", "", "too dear"].map(|text| {
        let Ok(reason) = text.parse::<Reason>();
        reason
    });
    assert_eq!(reasons, [Reason::Unpaid, Reason::Unstated, Reason::Other("too dear".into())]);
}

#[test]
fn lines_become_events() {
    for (line, expected) in [
        ("day", Event::DayPassed),
        ("  paid   visa 30 ", Event::Paid { card: "visa".into(), days: days(30) }),
        ("declined", Event::Declined),
        ("cancelled", Event::Cancelled(Reason::Unstated)),
        ("cancelled unpaid", Event::Cancelled(Reason::Unpaid)),
        ("cancelled too  dear", Event::Cancelled(Reason::Other("too dear".into()))),
    ] {
        assert_eq!(line.parse(), Ok(expected), "{line:?}");
    }
}

#[test]
fn lines_that_are_no_events_say_what_is_wrong() {
    for (line, expected, message) in [
        (" ", LineError::Empty, "empty line"),
        ("Day", LineError::Unknown("Day".into()), "no event starts with `Day`"),
        ("day 2", LineError::Malformed("day".into()), "wrong number of words after `day`"),
        ("declined twice", LineError::Malformed("declined".into()), "wrong number of words after `declined`"),
        ("paid", LineError::Malformed("paid".into()), "wrong number of words after `paid`"),
        ("paid visa 3 0", LineError::Malformed("paid".into()), "wrong number of words after `paid`"),
        ("paid visa 0", LineError::Days("0".into()), "`0` is no number of days"),
        ("paid visa 4294967296", LineError::Days("4294967296".into()), "`4294967296` is no number of days"),
    ] {
        let error = line.parse::<Event>().expect_err(line);
        assert_eq!((error.to_string().as_str(), error), (message, expected));
    }
}

#[test]
#[deny(unreachable_patterns)]
fn other_crates_must_expect_further_errors() {
    let known = match LineError::Empty {
        LineError::Empty | LineError::Unknown(_) | LineError::Malformed(_) | LineError::Days(_) => true,
        // Unreachable, and so refused here, if the enum were not `non_exhaustive`.
        _ => false,
    };
    assert!(known);
}

#[test]
fn discounts_begin_at_5_and_50_readers() {
    assert_eq!([0, 4, 5, 49, 50, usize::MAX].map(discount), [0, 0, 10, 10, 20, 20]);
}

#[test]
fn states_without_data_hide_in_unused_bit_patterns() {
    assert_eq!(size_of::<Option<Reason>>(), size_of::<String>());
    assert_eq!(size_of::<Option<NonZero<u32>>>(), size_of::<u32>());
}
