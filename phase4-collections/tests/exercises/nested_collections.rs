//! # A warehouse with shelves
//!
//! Three levels: warehouses have shelves, and shelves have copies of books. What is empty does not exist: no book with
//! zero copies, no shelf without a book, no warehouse without a shelf. Whole shelves are moved by moving what is in them,
//! not by copying it, and a report lends the titles that it names.
//!
//! The people who fetch the books do not walk through maps. They get a flat list, in the order of their walk, with
//! numbers.

use std::collections::{BTreeMap, BTreeSet};

/// Where a shelf is: the warehouse, and the shelf's number there.
pub type Place<'n> = (&'n str, u16);

#[derive(Debug, Default, PartialEq)]
pub struct Stock {
    warehouses: BTreeMap<String, BTreeMap<u16, Shelf>>,
}

/// Copies of each title.
pub type Shelf = BTreeMap<Box<str>, u32>;

#[derive(Debug, Clone, PartialEq)]
pub struct Pick {
    pub warehouse: String,
    pub shelf: u16,
    pub title: String,
    /// Given by `plan`.
    pub step: u32,
}

impl Stock {
    /// Puts copies on a shelf.
    pub fn put(&mut self, (warehouse, shelf): Place<'_>, title: &str, copies: u32) {
        // solution:begin
        // hint: What shall be there after zero copies have been put?
        // hint: `entry(…).or_default()` once for each level; the last one is a number to add to.
        if copies > 0 {
            let shelves = self.warehouses.entry(warehouse.to_owned()).or_default();
            *shelves.entry(shelf).or_default().entry(title.into()).or_default() += copies;
        }
        // solution:end
    }

    /// Takes up to so many copies from a shelf, and returns how many.
    pub fn take(&mut self, (warehouse, shelf): Place<'_>, title: &str, copies: u32) -> u32 {
        // solution:begin
        // hint: What only removes must not insert: `get_mut` and `let … else { return 0 }` on each level.
        // hint: What has become empty goes, from the inside to the outside. The inner borrows must have ended by then.
        let Some(shelves) = self.warehouses.get_mut(warehouse) else { return 0 };
        let Some(titles) = shelves.get_mut(&shelf) else { return 0 };
        let Some(there) = titles.get_mut(title) else { return 0 };
        let taken = copies.min(*there);
        *there -= taken;
        if *there == 0 {
            titles.remove(title);
        }
        if titles.is_empty() {
            shelves.remove(&shelf);
        }
        if shelves.is_empty() {
            self.warehouses.remove(warehouse);
        }
        taken
        // solution:end
    }

    /// Moves all that is on one shelf to another one, and returns how many titles were moved. Titles that are on both are
    /// added up.
    pub fn move_shelf(&mut self, (warehouse, shelf): Place<'_>, to: Place<'_>) -> usize {
        // solution:begin
        // hint: Two shelves of one map cannot be borrowed at once. Take the one out that will be empty.
        // hint: If both places are the same, it comes back to where it was.
        // hint: `into_iter` on the map that was taken out gives you its keys, which `put` would copy.
        // ban: clone because the titles can be moved
        // ban: self.put because it makes another key for each title
        let Some(shelves) = self.warehouses.get_mut(warehouse) else { return 0 };
        let Some(titles) = shelves.remove(&shelf) else { return 0 };
        if shelves.is_empty() {
            self.warehouses.remove(warehouse);
        }
        let moved = titles.len();
        let target = self.warehouses.entry(to.0.to_owned()).or_default().entry(to.1).or_default();
        for (title, copies) in titles {
            *target.entry(title).or_default() += copies;
        }
        moved
        // solution:end
    }

    /// How many copies of each title there are.
    pub fn totals(&self) -> BTreeMap<&str, u32> {
        // solution:begin
        // hint: `values().flat_map(…)` goes one level down; two of them, and you have all shelves.
        // hint: A `&Box<str>` becomes a `&str` by `&**`.
        let mut totals = BTreeMap::new();
        for (title, copies) in self.warehouses.values().flat_map(BTreeMap::values).flatten() {
            *totals.entry(&**title).or_default() += copies;
        }
        totals
        // solution:end
    }

    /// Withdraws a title everywhere and returns the shelves it was on, in order.
    pub fn withdraw(&mut self, title: &str) -> Vec<(String, u16)> {
        // solution:begin
        // hint: Which method of a map lends its values mutably *and* decides which of them stay?
        // hint: One `retain` in another one.
        let mut found = Vec::new();
        self.warehouses.retain(|warehouse, shelves| {
            shelves.retain(|shelf, titles| {
                if titles.remove(title).is_some() {
                    found.push((warehouse.clone(), *shelf));
                }
                !titles.is_empty()
            });
            !shelves.is_empty()
        });
        found
        // solution:end
    }
}

/// Sorts the picks by warehouse and shelf, and numbers the steps: in each warehouse from one, and all picks from one shelf
/// are one step. Picks from the same shelf stay in the order in which they came. Returns how many steps there are in all.
pub fn plan(picks: &mut [Pick]) -> u32 {
    // solution:begin
    // hint: A sorted list is a list of groups. Which method of a slice lends them mutably, one after the other?
    // hint: `chunk_by_mut` by warehouse, and in each of these groups again, by shelf.
    // hint: `sort_unstable…` would not keep the order; `sort_by` can compare two borrowed pairs.
    // ban: clone because two picks can be compared where they are
    // ban: to_owned because two picks can be compared where they are
    picks.sort_by(|one, other| (&one.warehouse, one.shelf).cmp(&(&other.warehouse, other.shelf)));
    let mut steps = 0;
    for walk in picks.chunk_by_mut(|one, next| one.warehouse == next.warehouse) {
        for (step, shelf) in (1..).zip(walk.chunk_by_mut(|one, next| one.shelf == next.shelf)) {
            shelf.iter_mut().for_each(|pick| pick.step = step);
            steps += 1;
        }
    }
    steps
    // solution:end
}

fn stock(copies: &[(Place<'_>, &str, u32)]) -> Stock {
    let mut stock = Stock::default();
    copies.iter().for_each(|(place, title, copies)| stock.put(*place, title, *copies));
    stock
}

fn pick(warehouse: &str, shelf: u16, title: &str) -> Pick {
    Pick { warehouse: warehouse.into(), shelf, title: title.into(), step: 99 }
}

fn titles(stock: &Stock) -> BTreeSet<&str> {
    stock.totals().into_keys().collect()
}

#[test]
fn copies_add_up_and_none_is_nothing() {
    let stock =
        stock(&[(("north", 1), "Emma", 3), (("north", 1), "Emma", 4), (("south", 9), "Persuasion", 0)]);
    let shelf = Shelf::from([("Emma".into(), 7)]);
    assert_eq!(stock.warehouses, BTreeMap::from([("north".to_owned(), BTreeMap::from([(1, shelf)]))]));
}

#[test]
fn no_more_is_taken_than_there_is() {
    let mut stock = stock(&[(("north", 1), "Emma", 3)]);
    assert_eq!(stock.take(("north", 1), "Emma", 2), 2);
    assert_eq!(stock.totals(), BTreeMap::from([("Emma", 1)]));
    assert_eq!(stock.take(("north", 1), "Emma", 0), 0);
    assert_eq!(stock.take(("north", 1), "Emma", 2), 1);
    for (place, title) in [(("north", 1), "Emma"), (("south", 1), "Emma"), (("north", 2), "Emma")] {
        assert_eq!(stock.take(place, title, 1), 0);
    }
    assert_eq!(stock, Stock::default(), "what is empty does not exist");
}

#[test]
fn what_is_empty_goes_and_its_neighbours_stay() {
    let mut stock =
        stock(&[(("north", 1), "Emma", 1), (("north", 1), "Persuasion", 1), (("north", 2), "Emma", 1)]);
    assert_eq!(stock.take(("north", 1), "Emma", 1), 1);
    assert_eq!(stock.warehouses["north"].len(), 2);
    assert_eq!(stock.take(("north", 1), "Persuasion", 1), 1);
    assert_eq!(stock.warehouses["north"].len(), 1);
    assert_eq!(stock.take(("north", 2), "none", 1), 0);
    assert_eq!(titles(&stock), BTreeSet::from(["Emma"]));
}

#[test]
fn a_shelf_is_moved_with_its_titles() {
    let mut stock =
        stock(&[(("north", 1), "Emma", 3), (("north", 1), "Persuasion", 1), (("south", 5), "Emma", 4)]);
    let moved: BTreeSet<_> = stock.warehouses["north"][&1].keys().map(|title| title.as_ptr()).collect();
    assert_eq!(stock.move_shelf(("north", 1), ("south", 6)), 2);
    assert_eq!(stock.warehouses.keys().collect::<Vec<_>>(), ["south"]);
    let there: BTreeSet<_> = stock.warehouses["south"][&6].keys().map(|title| title.as_ptr()).collect();
    assert_eq!(there, moved, "the titles were copied");
    assert_eq!(stock.move_shelf(("south", 6), ("south", 5)), 2);
    let shelf = Shelf::from([("Emma".into(), 7), ("Persuasion".into(), 1)]);
    assert_eq!(stock.warehouses["south"], BTreeMap::from([(5, shelf)]));
}

#[test]
fn a_shelf_may_be_moved_to_where_it_is_or_not_exist() {
    let mut stock = stock(&[(("north", 1), "Emma", 3)]);
    assert_eq!(stock.move_shelf(("north", 1), ("north", 1)), 1);
    assert_eq!(stock.move_shelf(("north", 2), ("south", 1)), 0);
    assert_eq!(stock.move_shelf(("west", 2), ("south", 1)), 0);
    assert_eq!((stock.totals(), stock.warehouses.len()), (BTreeMap::from([("Emma", 3)]), 1));
}

#[test]
fn totals_are_over_all_shelves_and_their_titles_are_lent() {
    let stock =
        stock(&[(("north", 1), "Emma", 3), (("north", 2), "Emma", 2), (("south", 1), "Persuasion", 1)]);
    let totals = stock.totals();
    assert_eq!(totals, BTreeMap::from([("Emma", 5), ("Persuasion", 1)]));
    let (lent, _) = totals.last_key_value().expect("there are two");
    let (kept, _) = stock.warehouses["south"][&1].first_key_value().expect("there is one");
    assert!(std::ptr::eq(*lent, &**kept));
}

#[test]
fn a_title_is_withdrawn_from_all_shelves_and_empty_ones_go() {
    let mut stock = stock(&[
        (("north", 1), "Emma", 3),
        (("north", 2), "Emma", 2),
        (("north", 2), "Persuasion", 2),
        (("south", 4), "Emma", 1),
        (("west", 4), "Persuasion", 1),
    ]);
    let found = stock.withdraw("Emma");
    assert_eq!(found, [("north".to_owned(), 1), ("north".to_owned(), 2), ("south".to_owned(), 4)]);
    assert_eq!(stock.warehouses.keys().collect::<Vec<_>>(), ["north", "west"]);
    assert_eq!((stock.warehouses["north"].len(), stock.withdraw("Emma").len()), (1, 0));
}

#[test]
fn steps_are_numbered_by_shelf_and_begin_again_in_each_warehouse() {
    let mut picks = [
        pick("south", 1, "a"),
        pick("north", 7, "b"),
        pick("north", 1, "z"),
        pick("north", 7, "a"),
        pick("south", 2, "a"),
        pick("north", 1, "c"),
    ];
    assert_eq!(plan(&mut picks), 4);
    let planned =
        picks.each_ref().map(|pick| (pick.warehouse.as_str(), pick.shelf, pick.title.as_str(), pick.step));
    let expected = [
        ("north", 1, "z", 1),
        ("north", 1, "c", 1),
        ("north", 7, "b", 2),
        ("north", 7, "a", 2),
        ("south", 1, "a", 1),
        ("south", 2, "a", 2),
    ];
    assert_eq!(planned, expected);
    assert_eq!(plan(&mut []), 0);
}

#[test]
fn many_picks_from_a_shelf_stay_in_their_order() {
    let mut picks: Vec<_> = (100..200).map(|n| pick("north", n % 2, &n.to_string())).collect();
    assert_eq!(plan(&mut picks), 2);
    assert!(picks.is_sorted_by_key(|pick| (pick.step, pick.title.clone())), "{picks:?}");
}
