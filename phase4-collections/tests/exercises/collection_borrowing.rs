//! # The order desk of a bookshop
//!
//! Orders wait in one list, and everything that happens changes the list while somebody is walking through it: doubles
//! are sorted out, sets of books fall apart into the books, what is in stock leaves, and a customer who is called about
//! an order places another one.
//!
//! Orders cannot be cloned, and no signature needs to change. Every order that leaves the list is returned or handed on,
//! in the order of the list, and the others keep theirs.

use std::collections::{HashMap, HashSet};

#[derive(Debug, PartialEq)]
pub struct Order {
    pub number: u64,
    pub title: String,
    pub copies: u32,
    /// The day on which the customer is to be called.
    pub call: u32,
}

#[derive(Debug, Default)]
pub struct Desk {
    pub orders: Vec<Order>,
    /// The numbers of all orders that have been looked through by `sort_out`.
    pub seen: HashSet<u64>,
    pub stock: HashMap<String, u32>,
    /// The titles in a set. A set may be part of another set, never of itself.
    pub sets: HashMap<String, Vec<String>>,
}

impl Desk {
    /// Takes out the orders whose number was seen before, in this call or in an earlier one.
    pub fn sort_out(&mut self) -> Vec<Order> {
        // solution:begin
        // hint: Which method of `Vec` removes by a condition and hands over what it removes?
        // hint: The closure may change `self.seen` while `self.orders` is borrowed, as long as it names the field.
        // hint: `HashSet::insert` says whether the number was new.
        // ban: remove because it moves all orders behind at each call
        self.orders.extract_if(.., |order| !self.seen.insert(order.number)).collect()
        // solution:end
    }

    /// Takes out the orders that the stock has enough copies for, one after the other, and takes their copies from the
    /// stock. An order that is too large stays, and a smaller one behind it may still be served.
    pub fn serve(&mut self) -> Vec<Order> {
        // solution:begin
        // hint: The same method; the closure now reads one field and changes another one.
        // hint: `get_mut` on the stock; an order for a title that is not entered there stays.
        // ban: remove because it moves all orders behind at each call
        let enough = |order: &mut Order| {
            let Some(copies) = self.stock.get_mut(&order.title) else { return false };
            let Some(left) = copies.checked_sub(order.copies) else { return false };
            *copies = left;
            true
        };
        self.orders.extract_if(.., enough).collect()
        // solution:end
    }

    /// Replaces each order for a set by orders for its titles, with the same number, copies and day, until there are no
    /// sets left. They go to the end of the list, in any order; orders for single titles stay where they are. Returns how
    /// many sets were taken apart.
    pub fn take_apart(&mut self) -> usize {
        // solution:begin
        // hint: A list that grows while it is walked through must not be borrowed from one round to the next.
        // hint: First take out all that are sets, as a list of work: its parts are either work again, or orders.
        // hint: `while let Some(order) = pending.pop()`: a set makes `pending` longer, all else is pushed to `orders`.
        let mut pending: Vec<Order> =
            self.orders.extract_if(.., |order| self.sets.contains_key(&order.title)).collect();
        let mut apart = 0;
        while let Some(order) = pending.pop() {
            let Some(titles) = self.sets.get(&order.title) else {
                self.orders.push(order);
                continue;
            };
            apart += 1;
            pending.extend(titles.iter().map(|title| Order { title: title.clone(), ..order }));
        }
        apart
        // solution:end
    }

    /// Hands each order whose day has come to `call`, which may do anything to the desk. Orders that it places wait for the
    /// next call, even if their day has come. Returns how many were handed over.
    pub fn call_customers(&mut self, today: u32, mut call: impl FnMut(&mut Self, Order)) -> usize {
        // solution:begin
        // hint: `call` needs all of the desk. So nothing may be borrowed from the desk when it is called.
        // hint: What has been collected to a list of its own can be walked through by value.
        let due: Vec<Order> = self.orders.extract_if(.., |order| order.call <= today).collect();
        let count = due.len();
        for order in due {
            call(self, order);
        }
        count
        // solution:end
    }

    /// The stock of the first of these titles that is entered in `stock`, be it with no copies. If none of them is, the
    /// last one is entered with no copies, and its stock is lent. `None` without titles.
    pub fn stock_of(&mut self, titles: &[&str]) -> Option<&mut u32> {
        // solution:begin
        // hint: `if let Some(copies) = self.stock.get_mut(title) { return Some(copies) }` in a loop is refused. Why?
        // hint: Find the title first, with a question that answers `bool`. Then there is one look-up to return.
        // hint: `find(…).or(titles.last())?`
        let title = titles.iter().find(|title| self.stock.contains_key(**title)).or(titles.last())?;
        Some(self.stock.entry((*title).to_owned()).or_default())
        // solution:end
    }
}

fn order(number: u64, title: &str, copies: u32) -> Order {
    Order { number, title: title.into(), copies, call: 0 }
}

fn desk(orders: impl IntoIterator<Item = Order>) -> Desk {
    let stock =
        [("Emma", 5), ("Persuasion", 1), ("Lady Susan", 0)].map(|(title, copies)| (title.to_owned(), copies));
    let sets = [
        ("Novels", &["Emma", "Late novels"][..]),
        ("Late novels", &["Persuasion", "Sanditon"]),
        ("Nothing", &[]),
    ];
    let sets =
        sets.map(|(set, titles)| (set.to_owned(), titles.iter().map(|title| (*title).to_owned()).collect()));
    Desk {
        orders: orders.into_iter().collect(),
        seen: HashSet::new(),
        stock: stock.into(),
        sets: sets.into(),
    }
}

fn numbers(orders: &[Order]) -> Vec<u64> {
    orders.iter().map(|order| order.number).collect()
}

fn titles(orders: &[Order]) -> Vec<&str> {
    orders.iter().map(|order| order.title.as_str()).collect()
}

#[test]
fn doubles_are_sorted_out_and_numbers_remembered() {
    let mut desk = desk([order(3, "a", 1), order(1, "b", 1), order(3, "c", 1), order(3, "d", 1)]);
    let doubles = desk.sort_out();
    assert_eq!((titles(&doubles), titles(&desk.orders)), (vec!["c", "d"], vec!["a", "b"]));
    desk.orders = vec![order(2, "e", 1), order(1, "f", 1)];
    let doubles = desk.sort_out();
    assert_eq!((titles(&doubles), titles(&desk.orders)), (vec!["f"], vec!["e"]));
}

#[test]
fn orders_are_served_while_the_stock_lasts() {
    let mut desk = desk([
        order(1, "Emma", 3),
        order(2, "Emma", 3),
        order(3, "Sanditon", 1),
        order(4, "Emma", 2),
        order(5, "Persuasion", 1),
        order(6, "Persuasion", 1),
        order(7, "Lady Susan", 0),
    ]);
    let served = desk.serve();
    assert_eq!((numbers(&served), numbers(&desk.orders)), (vec![1, 4, 5, 7], vec![2, 3, 6]));
    assert_eq!((desk.stock["Emma"], desk.stock["Persuasion"], desk.stock.len()), (0, 0, 3));
}

#[test]
fn an_order_that_leaves_is_moved() {
    let mut desk = desk([order(1, "Emma", 1), order(1, "Emma", 1)]);
    let memory: Vec<_> = desk.orders.iter().map(|order| order.title.as_ptr()).collect();
    assert_eq!(desk.sort_out()[0].title.as_ptr(), memory[1]);
    assert_eq!(desk.serve()[0].title.as_ptr(), memory[0]);
}

#[test]
fn sets_fall_apart_until_none_is_left() {
    let mut desk = desk([
        order(1, "Novels", 2),
        order(2, "Emma", 1),
        order(3, "Nothing", 1),
        order(4, "Late novels", 1),
    ]);
    assert_eq!(desk.take_apart(), 4);
    assert_eq!(numbers(&desk.orders)[0], 2, "an order for a single title stays where it is");
    let mut parts: Vec<_> =
        desk.orders.drain(1..).map(|order| (order.number, order.copies, order.title)).collect();
    parts.sort();
    let expected =
        [(1, 2, "Emma"), (1, 2, "Persuasion"), (1, 2, "Sanditon"), (4, 1, "Persuasion"), (4, 1, "Sanditon")];
    assert_eq!(parts, expected.map(|(number, copies, title)| (number, copies, title.to_owned())));
    assert_eq!((desk.take_apart(), numbers(&desk.orders)), (0, vec![2]));
}

#[test]
fn a_deep_set_is_taken_apart_without_recursion() {
    let mut desk = desk([order(1, "set 0", 1)]);
    for n in 0..100_000 {
        desk.sets.insert(format!("set {n}"), vec![format!("set {}", n + 1)]);
    }
    assert_eq!((desk.take_apart(), titles(&desk.orders)), (100_000, vec!["set 100000"]));
}

#[test]
fn a_call_may_place_an_order_and_change_the_stock() {
    let mut desk = desk([order(1, "Emma", 1), order(2, "Emma", 2), order(3, "Emma", 4)]);
    desk.orders[1].call = 9;
    let mut called = Vec::new();
    let count = desk.call_customers(8, |desk, due| {
        called.push(due.number);
        desk.stock.clear();
        desk.orders.push(Order { number: due.number + 10, ..due });
    });
    assert_eq!((count, called), (2, vec![1, 3]));
    assert_eq!((numbers(&desk.orders), desk.stock.len()), (vec![2, 11, 13], 0));
    assert_eq!(desk.call_customers(9, |_, _| ()), 3);
    assert!(desk.orders.is_empty());
}

#[test]
fn a_call_sees_the_desk_without_the_due_orders_and_with_all_others() {
    let mut desk = desk([order(1, "Emma", 1), order(2, "Emma", 2), order(3, "Emma", 3)]);
    desk.orders[1].call = 9;
    assert_eq!(desk.call_customers(0, |desk, _| assert_eq!(numbers(&desk.orders), [2])), 2);
}

#[test]
fn the_first_title_that_is_entered_is_chosen() {
    let mut desk = desk([]);
    let copies = desk.stock_of(&["Sanditon", "Persuasion", "Emma"]).expect("there are titles");
    *copies += 6;
    assert_eq!((desk.stock["Persuasion"], desk.stock.len()), (7, 3));
    assert_eq!(desk.stock_of(&["Lady Susan", "Emma"]), Some(&mut 0));
}

#[test]
fn a_title_is_entered_only_if_none_is_known() {
    let mut desk = desk([]);
    assert_eq!(desk.stock_of(&[]), None);
    assert_eq!(desk.stock.len(), 3);
    *desk.stock_of(&["Sanditon", "The Watsons"]).expect("there are titles") += 2;
    assert_eq!((desk.stock.get("The Watsons"), desk.stock.contains_key("Sanditon")), (Some(&2), false));
}
