//! # Reading sessions
//!
//! The platform logs a hit for every page that a reader opens, in the order of time. Hits belong to the same session as
//! long as no more than `gap` seconds lie between one and the next.
//!
//! Write the iterator that turns hits into sessions. The log is endless when it is followed live, so take no more of it
//! than you need: a session is handed out as soon as the first hit after it has been seen, and no hit may be lost.
//! `size_hint` must never claim what may turn out wrong, and must be exact where the hits left can be known to be none
//! or one. Finally, find the session in which a reader used up a quota of hits, and leave the later ones to the caller.

use std::iter::Peekable;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    pub first: u64,
    pub last: u64,
    pub hits: u32,
}

pub struct Sessions<I: Iterator<Item = u64>> {
    hits: Peekable<I>,
    gap: u64,
}

impl<I: Iterator<Item = u64>> Sessions<I> {
    pub fn new(hits: I, gap: u64) -> Self {
        Self { hits: hits.peekable(), gap }
    }
}

impl<I: Iterator<Item = u64>> Iterator for Sessions<I> {
    type Item = Session;

    /// The next session, in seconds since some start.
    fn next(&mut self) -> Option<Session> {
        // solution:begin
        // hint: Without a hit there is no session: `?` on the first one.
        // hint: A hit that belongs to the next session must stay in the iterator. Which method takes an item only if …?
        // hint: `while let Some(hit) = self.hits.next_if(|hit| …)` grows the session by one hit at a time.
        let first = self.hits.next()?;
        let mut session = Session { first, last: first, hits: 1 };
        while let Some(hit) = self.hits.next_if(|hit| hit - session.last <= self.gap) {
            session.last = hit;
            session.hits += 1;
        }
        Some(session)
        // solution:end
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        // solution:begin
        // hint: The source has bounds of its own, and `Peekable` counts the item it holds.
        // hint: How few sessions can many hits be? How many sessions at most?
        let (at_least, at_most) = self.hits.size_hint();
        (at_least.min(1), at_most)
        // solution:end
    }
}

/// The session in which the number of hits, counted from the next session on, reaches `quota`; those after it stay in
/// `sessions`. `None` if they are too few.
pub fn exhausted(sessions: &mut impl Iterator<Item = Session>, quota: u32) -> Option<Session> {
    // solution:begin
    // hint: A running state and a reason to leave early: `fold` has the one, `find` the other.
    // hint: `try_fold` with `std::ops::ControlFlow`: `Continue` has what is left of the quota, `Break` the session.
    // hint: `ControlFlow::break_value` turns the outcome into an `Option`.
    use std::ops::ControlFlow::{Break, Continue};

    let outcome = sessions.try_fold(quota, |left, session| match left.checked_sub(session.hits) {
        None | Some(0) => Break(session),
        Some(left) => Continue(left),
    });
    outcome.break_value()
    // solution:end
}

const HALF_AN_HOUR: u64 = 30 * 60;

fn session(first: u64, last: u64, hits: u32) -> Session {
    Session { first, last, hits }
}

#[test]
fn a_pause_longer_than_the_gap_begins_a_session() {
    let hits = [0, 1800, 3600, 5401, 9000];
    let sessions: Vec<_> = Sessions::new(hits.into_iter(), HALF_AN_HOUR).collect();
    assert_eq!(sessions, [session(0, 3600, 3), session(5401, 5401, 1), session(9000, 9000, 1)]);
}

#[test]
fn no_hits_are_no_sessions() {
    assert_eq!(Sessions::new([].into_iter(), HALF_AN_HOUR).next(), None);
}

#[test]
fn every_hit_is_in_one_session() {
    let hits = (0..500_u64).map(|n| n * n);
    for gap in 0..1000 {
        let counted: u32 = Sessions::new(hits.clone(), gap).map(|session| session.hits).sum();
        assert_eq!(counted, 500, "with a gap of {gap} seconds");
    }
}

#[test]
fn one_hit_is_read_ahead_and_the_endless_rest_is_not() {
    let read = std::cell::Cell::new(0);
    let live = (0..).map(|n| n / 3 * 10_000).inspect(|_| read.update(|hits| hits + 1));
    let mut sessions = Sessions::new(live, HALF_AN_HOUR);
    assert_eq!(sessions.next(), Some(session(0, 0, 3)));
    assert_eq!(read.get(), 4);
    assert_eq!(sessions.next(), Some(session(10_000, 10_000, 3)));
    assert_eq!(read.get(), 7);
}

#[test]
fn the_hint_holds_at_every_step() {
    for pauses in 0..256_u64 {
        // Bit by bit, a pause that ends a session or one that does not.
        let hits = (0..8).scan(0, |now, bit| {
            *now += if pauses >> bit & 1 == 1 { 2000 } else { 10 };
            Some(*now)
        });
        let hits: Vec<u64> = hits.collect();
        let sessions = || Sessions::new(hits.iter().copied(), HALF_AN_HOUR);
        let (total, mut rest) = (sessions().count(), sessions());
        for left in (0..=total).rev() {
            let (at_least, at_most) = rest.size_hint();
            assert!(at_least <= left && at_most.is_some_and(|most| left <= most), "{pauses:b}, {left} left");
            rest.next();
        }
    }
}

#[test]
fn the_hint_is_exact_for_no_hit_and_for_one() {
    let mut sessions = Sessions::new([1, 5000].into_iter(), HALF_AN_HOUR);
    assert_eq!(sessions.size_hint(), (1, Some(2)));
    sessions.next();
    assert_eq!(sessions.size_hint(), (1, Some(1)));
    sessions.next();
    assert_eq!(sessions.size_hint(), (0, Some(0)));
}

#[test]
fn the_hint_of_an_unbounded_source_is_unbounded() {
    let followed = std::iter::from_fn(|| Some(0));
    assert_eq!(Sessions::new(followed, 0).size_hint(), (0, None));
}

#[test]
fn the_session_that_reaches_the_quota_is_found_and_the_later_ones_stay() {
    let sessions = [session(0, 10, 3), session(20, 30, 4), session(40, 50, 5), session(60, 60, 1)];
    let of = |quota| {
        let mut rest = sessions.into_iter();
        (exhausted(&mut rest, quota), rest.len())
    };
    assert_eq!(of(3), (Some(sessions[0]), 3));
    assert_eq!(of(4), (Some(sessions[1]), 2));
    assert_eq!(of(12), (Some(sessions[2]), 1));
    assert_eq!(of(14), (None, 0));
}
