//! # A committee is elected
//!
//! A ballot is open at first: votes can be cast, and nobody knows the outcome. Then it is closed: no more votes, and the
//! outcome is there. The number of seats is part of its type, 1 if nothing else is said. Candidates are of any type `C`.
//!
//! | who has it | what | needs |
//! |---|---|---|
//! | an open ballot | `new()`; for 0 seats, the build is to fail: an inline `const` asserts it | nothing |
//! | an open ballot | `cast(candidate)`: one vote more for that candidate | to tell candidates apart |
//! | an open ballot | `close()`: the same votes, in a closed ballot; no name is copied | nothing |
//! | a closed ballot | `elected()`: for each seat its holder, by votes; equal ones by the order of names | to order candidates |
//! | any ballot | `turnout()`: the number of votes | nothing |
//! | any ballot | `SEATS` | nothing |
//!
//! Write `new`, and the `impl` blocks for the rest. Each is to ask for what it needs and for no more: the tests hold
//! ballots whose candidates can neither be compared nor ordered, and look for methods that should not be there. What is
//! there now is one block for all ballots.

use std::any::type_name;

/// Votes may be cast.
#[derive(Debug)]
pub struct Open;

/// The outcome is there. Only `close` makes one.
#[derive(Debug)]
pub struct Closed {
    /// So that nobody else can, if this stood in a module.
    _private: (),
}

/// A ballot for so many seats, in the state `S`.
#[derive(Debug)]
pub struct Ballot<C, S = Open, const SEATS: usize = 1> {
    /// The candidates with a vote, in the order of their first ones, and their votes.
    votes: Vec<(C, u64)>,
    #[expect(dead_code, reason = "it is there for its type")]
    state: S,
}

impl<C, const SEATS: usize> Ballot<C, Open, SEATS> {
    pub const fn new() -> Self {
        // solution:begin
        // hint: Parameters of the block can be used in a constant, so `SEATS` can be compared there.
        // hint: `const { assert!(…) };` comes first, and is evaluated for each number of seats in the program.
        // require: const because the compiler is to refuse a ballot without seats, not the running program
        const { assert!(SEATS > 0, "a ballot is for a seat") };
        Self { votes: Vec::new(), state: Open }
        // solution:end
    }
}

// solution:begin
// hint: Four headers: open ballots, open ballots with `C: PartialEq`, closed ones with `C: Ord`, all ballots.
// hint: `close` is in the block for open ballots, where `Self` is the open one: it has to name the type of the other.
// hint: For `elected`, sort references to the entries: by votes, the most first, then by candidate.
// hint: `sort_by(|(a, for_a), (b, for_b)| …)`, with `cmp` and `then_with`.
// hint: `std::array::from_fn` makes an array whose length is a parameter; its closure may ask an iterator.
// stub: impl<C, S, const SEATS: usize> Ballot<C, S, SEATS> {
// stub:     pub const SEATS: usize = 0;
// stub:
// stub:     pub fn cast(&mut self, candidate: C) {
// stub:         todo!()
// stub:     }
// stub:
// stub:     pub fn close(self) -> Ballot<C, Closed, SEATS> {
// stub:         todo!()
// stub:     }
// stub:
// stub:     pub fn elected(&self) -> [Option<&C>; SEATS] {
// stub:         todo!()
// stub:     }
// stub:
// stub:     pub fn turnout(&self) -> u64 {
// stub:         todo!()
// stub:     }
// stub: }
impl<C, const SEATS: usize> Ballot<C, Open, SEATS> {
    pub fn close(self) -> Ballot<C, Closed, SEATS> {
        Ballot { votes: self.votes, state: Closed { _private: () } }
    }
}

impl<C: PartialEq, const SEATS: usize> Ballot<C, Open, SEATS> {
    pub fn cast(&mut self, candidate: C) {
        match self.votes.iter_mut().find(|(known, _)| *known == candidate) {
            Some((_, votes)) => *votes += 1,
            None => self.votes.push((candidate, 1)),
        }
    }
}

impl<C: Ord, const SEATS: usize> Ballot<C, Closed, SEATS> {
    pub fn elected(&self) -> [Option<&C>; SEATS] {
        let mut ranking: Vec<_> = self.votes.iter().collect();
        ranking.sort_by(|(a, for_a), (b, for_b)| for_b.cmp(for_a).then_with(|| a.cmp(b)));
        let mut holders = ranking.into_iter().map(|(candidate, _)| candidate);
        std::array::from_fn(|_| holders.next())
    }
}

impl<C, S, const SEATS: usize> Ballot<C, S, SEATS> {
    pub const SEATS: usize = SEATS;

    pub fn turnout(&self) -> u64 {
        self.votes.iter().map(|(_, votes)| votes).sum()
    }
}
// solution:end

/// What a method returns that should not be there.
struct Absent;

/// Of two methods with the same kind of `self`, the inherent one comes first. So a call finds these only if there is none.
trait Fallback<C>: Sized {
    fn cast(&mut self, _: C) -> Absent {
        Absent
    }
    fn close(self) -> Absent {
        Absent
    }
    fn elected(&self) -> Absent {
        Absent
    }
}

impl<C, S, const SEATS: usize> Fallback<C> for Ballot<C, S, SEATS> {}

fn is_absent<T>(_: T) -> bool {
    type_name::<T>() == type_name::<Absent>()
}

/// Can neither be compared nor ordered.
#[derive(Debug)]
struct Opaque;

fn ballot<const SEATS: usize>(votes: &str) -> Ballot<String, Open, SEATS> {
    let mut ballot = Ballot::new();
    for vote in votes.split_whitespace() {
        ballot.cast(vote.to_owned());
    }
    ballot
}

fn outcome<const SEATS: usize>(votes: &str) -> [Option<String>; SEATS] {
    ballot(votes).close().elected().map(|holder| holder.cloned())
}

#[test]
fn every_vote_counts_once() {
    let ballot: Ballot<String, Open, 1> = ballot("ada grace ada barbara ada");
    assert_eq!(ballot.turnout(), 5);
    assert_eq!(ballot.votes, [("ada".into(), 3), ("grace".into(), 1), ("barbara".into(), 1)]);
    assert_eq!(ballot.close().turnout(), 5);
}

#[test]
fn the_seats_go_to_the_most_votes() {
    assert_eq!(outcome::<1>("grace ada barbara ada"), [Some("ada".into())]);
    assert_eq!(outcome::<2>("grace ada barbara ada grace ada"), [Some("ada".into()), Some("grace".into())]);
}

#[test]
fn candidates_with_equal_votes_are_seated_in_the_order_of_their_names() {
    let expected = ["grace", "ada", "barbara"].map(|name| Some(name.to_owned()));
    assert_eq!(outcome::<3>("grace barbara ada zoe grace"), expected);
    assert_eq!(outcome::<3>("zoe ada grace barbara grace"), expected);
}

#[test]
fn a_seat_without_a_candidate_stays_empty() {
    assert_eq!(outcome::<3>("ada"), [Some("ada".into()), None, None]);
    assert_eq!(outcome::<2>(""), [None, None]);
}

#[test]
fn closing_moves_the_names_and_their_list() {
    let open: Ballot<String, Open, 1> = ballot("ada grace");
    let (list, name) = (open.votes.as_ptr(), open.votes[0].0.as_ptr());
    let closed = open.close();
    assert_eq!((closed.votes.as_ptr(), closed.votes[0].0.as_ptr()), (list, name));
    assert_eq!(closed.elected()[0].map(|holder| holder.as_ptr()), Some(name));
}

#[test]
fn nothing_can_be_elected_before_the_end_nor_be_cast_after_it() {
    let mut open: Ballot<u8> = Ballot::new();
    open.cast(7);
    let early = is_absent(open.elected());
    let mut closed = open.close();
    let late = [is_absent(closed.cast(7)), is_absent(closed.elected()), is_absent(closed.close())];
    assert_eq!((early, late), (true, [true, false, true]));
}

#[test]
fn candidates_without_an_order_can_be_voted_for() {
    let mut ballot: Ballot<f64> = Ballot::new();
    ballot.cast(0.5);
    ballot.cast(0.5);
    assert_eq!((ballot.turnout(), ballot.votes.len()), (2, 1));
    assert!(is_absent(ballot.close().elected()));
}

#[test]
fn candidates_that_cannot_be_compared_can_be_counted() {
    let mut open: Ballot<Opaque> = Ballot::new();
    assert!(is_absent(open.cast(Opaque)));
    open.votes.push((Opaque, 3));
    assert_eq!(open.turnout(), 3);
    let closed: Ballot<Opaque, Closed> = open.close();
    assert_eq!(closed.turnout(), 3);
    assert!(is_absent(closed.elected()));
}

#[test]
fn the_number_of_seats_is_known_by_the_type() {
    fn seats<const SEATS: usize>(_: &Ballot<Opaque, Open, SEATS>) -> usize {
        Ballot::<Opaque, Open, SEATS>::SEATS
    }
    assert_eq!((seats(&Ballot::<_>::new()), seats::<5>(&Ballot::new())), (1, 5));
    assert_eq!(Ballot::<u8, Closed, 3>::SEATS, 3);
}
