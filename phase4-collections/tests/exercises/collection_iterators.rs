//! # A marina
//!
//! A marina has numbered berths, and some of them are free. Whoever goes through it wants the boats with the numbers of
//! their berths, never the free ones: to read, to change them, or to take them all away in winter.
//!
//! Give the marina its three forms of iteration. The mutable one is an iterator of your own, with two ends and without
//! `unsafe`. Then do three rounds in which neighbours matter. A boat cannot be cloned, and a berth keeps its number.

use std::{
    iter::{Enumerate, FilterMap},
    slice, vec,
};

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Boat {
    pub name: String,
    pub metres: u32,
    pub fenders: u32,
    pub anchored: bool,
}

#[derive(Debug, Default)]
pub struct Marina {
    pub berths: Vec<Option<Boat>>,
}

/// The boats, to be changed, with the numbers of their berths.
#[derive(Debug)]
pub struct IterMut<'m> {
    /// The number of the first berth in `rest`.
    number: usize,
    /// Berths whose boats have not been handed out.
    rest: &'m mut [Option<Boat>],
}

impl<'m> Iterator for IterMut<'m> {
    type Item = (usize, &'m mut Boat);

    fn next(&mut self) -> Option<Self::Item> {
        // solution:begin
        // hint: What is handed out may not be borrowed from `self`. It has to leave `self.rest` for good.
        // hint: `self.rest.split_off_first_mut()` returns the first element, and makes `rest` begin behind it.
        // hint: Repeat it until the berth is `Some(boat)`, and count the number up for free berths, too.
        // ban: unsafe because the standard library has safe methods for this
        while let Some(berth) = self.rest.split_off_first_mut() {
            let number = self.number;
            self.number += 1;
            if let Some(boat) = berth {
                return Some((number, boat));
            }
        }
        None
        // solution:end
    }
}

impl DoubleEndedIterator for IterMut<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        // solution:begin
        // hint: The same from the other end: `split_off_last_mut`.
        // hint: How many berths are in front of the one that was split off? Those before `rest`, and those still in it.
        // ban: unsafe because the standard library has safe methods for this
        while let Some(berth) = self.rest.split_off_last_mut() {
            if let Some(boat) = berth {
                return Some((self.number + self.rest.len(), boat));
            }
        }
        None
        // solution:end
    }
}

/// An iterator over `B`erths that passes on the boats, as `T`s. Function pointers have a type that can be written down;
/// a closure that captures nothing becomes one by itself.
pub type Occupied<I, B, T> = FilterMap<Enumerate<I>, fn((usize, B)) -> Option<(usize, T)>>;

impl<'m> IntoIterator for &'m Marina {
    type Item = (usize, &'m Boat);
    type IntoIter = Occupied<slice::Iter<'m, Option<Boat>>, &'m Option<Boat>, &'m Boat>;

    fn into_iter(self) -> Self::IntoIter {
        // solution:begin
        // hint: The type says which adapters to call, and in which order.
        // hint: `Option::as_ref` makes an `Option<&Boat>` of a `&Option<Boat>`.
        self.berths.iter().enumerate().filter_map(|(number, berth)| Some((number, berth.as_ref()?)))
        // solution:end
    }
}

impl<'m> IntoIterator for &'m mut Marina {
    type Item = (usize, &'m mut Boat);
    type IntoIter = IterMut<'m>;

    fn into_iter(self) -> Self::IntoIter {
        // solution:begin
        // hint: Make an `IterMut` that has not handed out anything.
        IterMut { number: 0, rest: &mut self.berths }
        // solution:end
    }
}

impl IntoIterator for Marina {
    type Item = (usize, Boat);
    type IntoIter = Occupied<vec::IntoIter<Option<Boat>>, Option<Boat>, Boat>;

    fn into_iter(self) -> Self::IntoIter {
        // solution:begin
        // hint: As for the reference, but the berths are yours: nothing needs to be lent.
        self.berths.into_iter().enumerate().filter_map(|(number, berth)| Some((number, berth?)))
        // solution:end
    }
}

impl Marina {
    /// Boats side by side, with no free berth between them, hold each other. In each such group, the longest boat drops
    /// its anchor, the first of several; all others weigh theirs.
    pub fn anchor(&mut self) {
        // solution:begin
        // hint: A group is a run of berths, and `chunk_by_mut` lends each run as a slice of its own.
        // hint: Two berths are in one run if both are taken. A free berth is then a run by itself.
        // hint: Of equals, `max_by_key` returns the last one. Reverse the iterator to get the first.
        for group in self.berths.chunk_by_mut(|left, right| left.is_some() && right.is_some()) {
            group.iter_mut().flatten().for_each(|boat| boat.anchored = false);
            if let Some(longest) = group.iter_mut().flatten().rev().max_by_key(|boat| boat.metres) {
                longest.anchored = true;
            }
        }
        // solution:end
    }

    /// Between two boats in neighbouring berths there must be something soft: from the first pair to the last, the boat
    /// with fewer fenders at that moment hangs out another one, or the left boat if they have equally many.
    pub fn fend(&mut self) {
        // solution:begin
        // hint: `windows_mut` does not exist. But two items of `iter_mut` can be held at the same time.
        // hint: `iter_mut().reduce(…)` gives the closure two neighbours, and keeps the one that it returns for the next call.
        // hint: `get_disjoint_mut([i, i + 1])` in a loop over the indices does it as well.
        self.berths.iter_mut().reduce(|left, right| {
            if let (Some(left), Some(right)) = (left, right.as_mut()) {
                let softer = if left.fenders <= right.fenders { left } else { right };
                softer.fenders += 1;
            }
            right
        });
        // solution:end
    }

    /// Sends away the boats that are longer than `metres`, and returns them in the order of their berths, which become
    /// free.
    pub fn send_away(&mut self, metres: u32) -> Vec<Boat> {
        // solution:begin
        // hint: `retain_mut` would remove berths, not boats. A berth is emptied by `Option::take`.
        // hint: `Option::take_if` takes the boat only if a condition holds.
        self.berths.iter_mut().filter_map(|berth| berth.take_if(|boat| boat.metres > metres)).collect()
        // solution:end
    }
}

/// How many boats each marina has, in an array as long as the one that is lent.
pub fn occupied<const N: usize>(marinas: &[Marina; N]) -> [usize; N] {
    // solution:begin
    // hint: `map` on an array takes the elements. `each_ref` makes an array of references first.
    // hint: A `&Marina` can be iterated now, so it can be counted.
    marinas.each_ref().map(|marina| marina.into_iter().count())
    // solution:end
}

/// A dot is a free berth, a digit is a boat of that length.
fn marina(plan: &str) -> Marina {
    let berth =
        |c: char| c.to_digit(10).map(|metres| Boat { name: format!("B{c}"), metres, ..Boat::default() });
    Marina { berths: plan.chars().map(berth).collect() }
}

/// Generic code takes each of the three forms.
fn plan<B: std::borrow::Borrow<Boat>>(boats: impl IntoIterator<Item = (usize, B)>) -> Vec<(usize, u32)> {
    boats.into_iter().map(|(number, boat)| (number, boat.borrow().metres)).collect()
}

#[test]
fn boats_are_read_with_the_numbers_of_their_berths() {
    let marina = marina(".7..58");
    let mut seen = Vec::new();
    for (number, boat) in &marina {
        seen.push((number, boat.name.as_str()));
    }
    assert_eq!(seen, [(1, "B7"), (4, "B5"), (5, "B8")]);
    assert_eq!(plan(&Marina::default()), []);
}

#[test]
fn boats_are_changed_where_they_lie() {
    let mut marina = marina("..7.5.");
    let places: Vec<*const Boat> = (&marina).into_iter().map(|(_, boat)| std::ptr::from_ref(boat)).collect();
    for ((number, boat), place) in (&mut marina).into_iter().zip(places) {
        assert!(std::ptr::eq(boat, place));
        boat.metres += u32::try_from(number).expect("a small number") * 10;
    }
    assert_eq!(plan(&mut marina), [(2, 27), (4, 45)]);
}

#[test]
fn all_boats_can_be_held_at_once() {
    let mut marina = marina("7.58");
    let mut boats: Vec<&mut Boat> = (&mut marina).into_iter().map(|(_, boat)| boat).collect();
    let [first, .., last] = &mut boats[..] else { panic!("three boats") };
    std::mem::swap(*first, *last);
    assert_eq!(plan(&marina), [(0, 8), (2, 5), (3, 7)]);
}

#[test]
fn boats_come_from_both_ends_and_each_comes_once() {
    for code in 0..81_u32 {
        let plan: String =
            (0..4).map(|berth| ['.', '6', '9'][(code / 3_u32.pow(berth) % 3) as usize]).collect();
        for ends in 0..32 {
            let (mut marina, expected) = (marina(&plan), marina(&plan));
            let expected: Vec<_> =
                (&expected).into_iter().map(|(number, boat)| (number, boat.metres)).collect();
            let (mut boats, mut expected) = ((&mut marina).into_iter(), expected.into_iter());
            for step in 0..5 {
                let from_the_back = ends >> step & 1 == 1;
                let boat = if from_the_back { boats.next_back() } else { boats.next() };
                let next = if from_the_back { expected.next_back() } else { expected.next() };
                assert_eq!(boat.map(|(number, boat)| (number, boat.metres)), next, "{plan}, {ends:05b}");
            }
        }
    }
}

#[test]
fn boats_are_taken_away_without_a_copy() {
    let marina = marina(".7..5");
    let names: Vec<_> = (&marina).into_iter().map(|(_, boat)| boat.name.as_ptr()).collect();
    let mut moved = Vec::new();
    for (number, boat) in marina {
        moved.push((number, boat.name.as_ptr()));
    }
    assert_eq!(moved, [(1, names[0]), (4, names[1])]);
}

#[test]
fn in_each_group_the_first_of_the_longest_drops_its_anchor() {
    let anchored = |plan: &str| {
        let mut marina = marina(plan);
        marina.berths.iter_mut().flatten().for_each(|boat| boat.anchored = true);
        marina.anchor();
        marina.berths.iter().map(|berth| berth.as_ref().is_some_and(|boat| boat.anchored)).collect::<Vec<_>>()
    };
    assert_eq!(anchored("575.77.1."), [false, true, false, false, true, false, false, true, false]);
    assert_eq!(anchored(".."), [false, false]);
}

#[test]
fn fenders_are_hung_out_from_the_first_pair_to_the_last() {
    let fended = |plan: &str, before: &[u32]| {
        let mut marina = marina(plan);
        marina.berths.iter_mut().flatten().zip(before).for_each(|(boat, fenders)| boat.fenders = *fenders);
        marina.fend();
        marina.berths.iter().flatten().map(|boat| boat.fenders).collect::<Vec<_>>()
    };
    assert_eq!(fended("5555", &[0, 0, 0, 0]), [1, 1, 1, 0]);
    assert_eq!(
        fended("555", &[2, 1, 1]),
        [2, 2, 2],
        "the middle boat has a second fender when the last pair is due"
    );
    assert_eq!(fended("5.55.5", &[0, 3, 0, 0]), [0, 3, 1, 0]);
    assert_eq!((fended("5", &[4]), fended("..", &[])), (vec![4], vec![]));
}

#[test]
fn long_boats_leave_and_their_berths_stay() {
    let mut marina = marina("7.596");
    let name = marina.berths[3].as_ref().map(|boat| boat.name.as_ptr());
    let gone = marina.send_away(6);
    assert_eq!(gone.iter().map(|boat| boat.metres).collect::<Vec<_>>(), [7, 9]);
    assert_eq!(gone.last().map(|boat| boat.name.as_ptr()), name);
    let left: Vec<_> = marina.berths.iter().map(|berth| berth.as_ref().map(|boat| boat.metres)).collect();
    assert_eq!(left, [None, None, Some(5), None, Some(6)]);
}

#[test]
fn boats_are_counted_in_each_marina() {
    let marinas = [marina("7.5"), marina("..."), marina("1234")];
    assert_eq!(occupied(&marinas), [2, 0, 4]);
    assert_eq!(occupied(&[]), [0; 0]);
    assert_eq!(marinas[2].berths.len(), 4);
}
