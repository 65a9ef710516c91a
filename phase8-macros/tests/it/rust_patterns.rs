use std::{
    collections::BTreeSet,
    convert::Infallible,
    mem,
    panic::{self, AssertUnwindSafe},
};

use phase8_macros::rust_patterns::{
    builders::{InvoiceBuilder, Reminders},
    email::Email,
    invoices::{Draft, Invoice, Paid, Row, Sent, State, Stored},
    lines::{Cents, CheckedTotal as _, Item, Line, Visit, items, outline, walk},
    numbers::{Number, Numbers, Reserved},
};

fn email(text: &str) -> Email {
    Email::try_from(text.to_owned()).expect("a test gives an address")
}

fn item(title: &str, copies: u64, price: u64) -> Line {
    Line::Item(Item { title: title.into(), copies, price: Cents(price) })
}

fn bundle(name: &str, lines: Vec<Line>) -> Line {
    Line::Bundle { name: name.into(), lines }
}

fn draft(lines: Vec<Line>) -> Invoice<Draft> {
    lines.into_iter().fold(InvoiceBuilder::new(email("shop@ada.example")), InvoiceBuilder::line).build()
}

fn sent(numbers: &Numbers, price: u64, today: u32) -> Invoice<Sent> {
    draft(vec![item("Moves", 1, price)])
        .send(numbers.reserve(), today, |day| day + 30)
        .expect("it has a total")
}

fn row(number: Option<u32>, due: Option<u32>, paid_on: Option<u32>) -> Row {
    Row { to: email("shop@ada.example"), lines: vec![item("Moves", 1, 900)], number, due, paid_on }
}

fn all(numbers: &[Number]) -> Vec<u32> {
    numbers.iter().map(|number| number.get()).collect()
}

/// A little randomness, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % end
    }
}

#[test]
fn an_address_is_text_with_one_at_and_something_on_both_sides() {
    assert_eq!(email("a@b").as_str(), "a@b");
    for text in ["", "a", "@", "a@", "@b", "a@@b", "a@b@c", "a b@c", "a@b ", "\ta@b", "a@b\u{a0}c"] {
        assert_eq!(Email::try_from(text.to_owned()), Err(text.to_owned()));
    }
}

#[test]
fn a_check_neither_copies_an_address_nor_loses_it() {
    for text in ["a@b.example", "no address"] {
        let text = text.to_owned();
        let place = text.as_ptr();
        let after = match Email::try_from(text) {
            Ok(email) => email.as_str().as_ptr(),
            Err(text) => text.as_ptr(),
        };
        assert_eq!(after, place);
    }
}

#[test]
fn a_number_that_is_not_issued_is_given_back() {
    let numbers = Numbers::default();
    let (first, second) = (numbers.reserve(), numbers.reserve());
    assert_eq!([first.number().get(), second.number().get()], [1, 2]);
    assert_eq!(all(&numbers.outstanding()), [1, 2]);
    drop(first);
    assert_eq!(all(&numbers.outstanding()), [2]);
    assert_eq!(second.issue().get(), 2);
    assert_eq!(numbers.reserve().issue().get(), 1);
    assert_eq!(numbers.reserve().issue().get(), 3);
    assert_eq!(numbers.outstanding(), []);
}

#[test]
#[deny(unfulfilled_lint_expectations)]
fn a_guard_and_a_builder_that_nobody_uses_are_reported() {
    let numbers = Numbers::default();
    #[expect(unused_must_use, reason = "it is what is tested")]
    numbers.reserve();
    #[expect(unused_must_use, reason = "it is what is tested")]
    InvoiceBuilder::new(email("a@b"));
    assert_eq!(numbers.outstanding(), []);
}

#[test]
#[deny(unused_must_use)]
fn a_blank_drops_a_guard_at_once_and_a_name_keeps_it() {
    let numbers = Numbers::default();
    let _ = numbers.reserve();
    assert_eq!(numbers.outstanding(), []);
    let _kept = numbers.reserve();
    assert_eq!(all(&numbers.outstanding()), [1]);
}

#[test]
#[deny(unused_must_use)]
fn an_error_that_cannot_be_need_not_be_looked_at() {
    fn remind(log: &mut Vec<u32>, number: u32) -> Result<(), Infallible> {
        log.push(number);
        Ok(())
    }
    let mut log = Vec::new();
    remind(&mut log, 7);
    assert_eq!(log, [7]);
}

#[test]
fn a_leaked_guard_leaves_a_gap_but_no_number_is_given_twice() {
    let numbers = Numbers::default();
    mem::forget(numbers.reserve());
    assert_eq!(numbers.reserve().issue().get(), 2);
    assert_eq!(all(&numbers.outstanding()), [1]);
}

#[test]
fn a_scope_issues_if_all_went_well() {
    let numbers = Numbers::default();
    let failed: Result<(), _> = numbers.with_next(|number| Err(number.get()));
    assert_eq!(failed, Err(1));
    let panicked = panic::catch_unwind(AssertUnwindSafe(|| {
        numbers
            .with_next(|number| -> Result<(), ()> { panic!("the printer is on fire, at number {number:?}") })
    }));
    assert!(panicked.is_err());
    assert_eq!(numbers.outstanding(), []);
    let printed = numbers.with_next(|number| {
        assert_eq!(all(&numbers.outstanding()), [1]);
        Ok::<_, ()>(format!("no. {}", number.get()))
    });
    assert_eq!(printed.as_deref(), Ok("no. 1"));
    assert_eq!((numbers.outstanding(), numbers.reserve().number().get()), (vec![], 2));
}

#[test]
fn numbers_are_given_out_like_those_of_a_list_with_marks() {
    let mut dice = Dice(1);
    for _ in 0..200 {
        let numbers = Numbers::default();
        let mut taken = BTreeSet::new();
        let mut guards: Vec<Reserved<'_>> = Vec::new();
        for _ in 0..40 {
            match dice.below(4) {
                0 | 1 => {
                    let guard = numbers.reserve();
                    let least = (1..).find(|number| !taken.contains(number)).expect("there are more");
                    assert_eq!(guard.number().get(), least);
                    taken.insert(least);
                    guards.push(guard);
                }
                action if !guards.is_empty() => {
                    let guard = guards.swap_remove(dice.below(guards.len() as u64) as usize);
                    let number = guard.number();
                    if action == 2 {
                        taken.remove(&number.get());
                        drop(guard);
                    } else {
                        assert_eq!(guard.issue(), number);
                    }
                }
                _ => {}
            }
            let mut alive: Vec<_> = guards.iter().map(Reserved::number).collect();
            alive.sort();
            assert_eq!(numbers.outstanding(), alive);
        }
    }
}

#[test]
fn only_an_invoice_with_a_total_is_sent() {
    let numbers = Numbers::default();
    let most = u64::MAX;
    for lines in [
        vec![],
        vec![Line::Note("thank you".into())],
        vec![item("Moves", 0, 900)],
        vec![item("Moves", 2, most)],
        vec![item("Moves", 1, most), bundle("more", vec![item("Loans", 1, 1)])],
    ] {
        let count = lines.len();
        let back =
            draft(lines).send(numbers.reserve(), 1, |_| panic!("nothing is due")).expect_err("no total");
        assert_eq!((back.lines().len(), numbers.outstanding()), (count, vec![]));
    }
    let sent =
        draft(vec![item("Moves", 1, most)]).send(numbers.reserve(), 7, |day| day * 10).expect("a total");
    assert_eq!((sent.number().get(), sent.due(), sent.total()), (1, 70, Some(Cents(most))));
}

#[test]
fn a_number_comes_back_if_the_callers_closure_panics() {
    let numbers = Numbers::default();
    let invoice = draft(vec![item("Moves", 1, 900)]);
    let panicked = panic::catch_unwind(AssertUnwindSafe(|| {
        invoice.send(numbers.reserve(), 1, |_| panic!("the calendar has run out")).is_ok()
    }));
    assert!(panicked.is_err());
    assert_eq!((numbers.outstanding(), numbers.reserve().number().get()), (vec![], 1));
}

#[test]
fn only_the_whole_total_is_a_payment() {
    let numbers = Numbers::default();
    let mut invoice = sent(&numbers, 900, 1);
    for cents in [0, 899, 901] {
        invoice = invoice.pay(Cents(cents), 5).expect_err("it is not the total");
    }
    let paid = invoice.pay(Cents(900), 5).expect("it is the total");
    assert_eq!((paid.number().get(), paid.paid_on(), paid.to().as_str()), (1, 5, "shop@ada.example"));
}

#[test]
fn from_builder_to_payment_nothing_is_copied() {
    let title = String::from("Moves");
    let place = title.as_ptr();
    let line = Line::Item(Item { title, copies: 3, price: Cents(300) });
    let draft = InvoiceBuilder::new(email("shop@ada.example")).line(line).build();
    let lines = draft.lines().as_ptr();
    let numbers = Numbers::default();
    let paid = draft.send(numbers.reserve(), 1, |day| day).unwrap().pay(Cents(900), 2).unwrap();
    assert_eq!(paid.lines().as_ptr(), lines);
    assert_eq!(items(paid.lines()).next().map(|item| item.title.as_ptr()), Some(place));
}

#[test]
fn a_builder_keeps_the_order_of_its_lines() {
    let draft = draft(vec![item("Moves", 1, 1), Line::Note("n".into()), item("Loans", 1, 1)]);
    assert_eq!(draft.lines(), [item("Moves", 1, 1), Line::Note("n".into()), item("Loans", 1, 1)]);
}

#[test]
fn a_state_takes_the_space_of_what_it_knows() {
    let content = size_of::<Email>() + size_of::<Vec<Line>>();
    assert_eq!(size_of::<Draft>(), 0);
    assert_eq!(size_of::<Invoice<Draft>>(), content);
    assert_eq!(size_of::<Invoice<Sent>>(), content + size_of::<Sent>());
    assert_eq!(size_of::<Invoice<Paid>>(), content + size_of::<Paid>());
    assert!(size_of::<Stored>() >= size_of::<Invoice<Sent>>(), "an enum has room for its largest variant");
    assert_eq!(size_of::<Option<Number>>(), size_of::<u32>());
    assert_eq!(size_of::<Cents>(), size_of::<u64>());
}

#[test]
fn a_strategy_takes_the_space_of_what_it_captures_or_of_its_pointers() {
    let daily = 50_u64;
    let flat = |_: u32| Cents(500);
    let by_day = move |days: u32| Cents(daily * u64::from(days));
    assert_eq!((size_of_val(&flat), size_of_val(&by_day)), (0, size_of::<u64>()));
    let pointer: fn(u32) -> Cents = flat;
    assert_eq!(size_of_val(&pointer), size_of::<usize>());
    assert_eq!(size_of::<Box<dyn Fn(u32) -> Cents>>(), 2 * size_of::<usize>());
    assert_eq!([flat(2), by_day(2), pointer(2)], [Cents(500), Cents(100), Cents(500)]);
}

#[test]
fn a_row_is_an_invoice_if_its_columns_agree() {
    for number in [None, Some(0), Some(7)] {
        for due in [None, Some(30)] {
            for paid_on in [None, Some(40)] {
                let expected = match (number, due, paid_on) {
                    (None, None, None) => "draft",
                    (Some(7), Some(30), None) => "sent",
                    (Some(7), None, Some(40)) => "paid",
                    _ => "contradiction",
                };
                let found = match Stored::try_from(row(number, due, paid_on)) {
                    Ok(Stored::Draft(_)) => "draft",
                    Ok(Stored::Sent(sent)) => {
                        assert_eq!((sent.number().get(), sent.due()), (7, 30));
                        "sent"
                    }
                    Ok(Stored::Paid(paid)) => {
                        assert_eq!((paid.number().get(), paid.paid_on()), (7, 40));
                        "paid"
                    }
                    Err(back) => {
                        assert_eq!(back, row(number, due, paid_on));
                        "contradiction"
                    }
                };
                assert_eq!(found, expected, "{number:?} {due:?} {paid_on:?}");
            }
        }
    }
}

#[test]
fn every_state_is_stored_as_itself() {
    let numbers = Numbers::default();
    assert!(matches!(Stored::from(draft(vec![])), Stored::Draft(draft) if draft.lines().is_empty()));
    assert!(matches!(Stored::from(sent(&numbers, 5, 1)), Stored::Sent(sent) if sent.due() == 31));
    let paid = sent(&numbers, 5, 1).pay(Cents(5), 9).unwrap();
    assert!(matches!(Stored::from(paid), Stored::Paid(paid) if paid.paid_on() == 9));
}

#[test]
fn what_a_seal_hides_can_be_called_through_a_bound() {
    fn stored<S: State>(invoice: Invoice<S>) -> Stored {
        S::store(invoice)
    }
    assert!(matches!(stored(draft(vec![])), Stored::Draft(_)));
}

#[test]
fn only_what_was_sent_and_is_due_can_be_late() {
    let numbers = Numbers::default();
    let stored = Stored::from(sent(&numbers, 5, 1));
    assert_eq!([30, 31, 32, 40].map(|today| stored.days_late(today)), [None, None, Some(1), Some(9)]);
    assert_eq!(Stored::from(draft(vec![])).days_late(u32::MAX), None);
    let paid = sent(&numbers, 5, 1).pay(Cents(5), 9).unwrap();
    assert_eq!(Stored::from(paid).days_late(u32::MAX), None);
}

#[test]
fn reminders_begin_after_the_days_of_grace_and_count_from_there() {
    let numbers = Numbers::default();
    let invoice = sent(&numbers, 5, 1);
    let mut reminders = Reminders::default();
    assert_eq!(reminders.letter(&invoice, 31), None);
    let plain = reminders.letter(&invoice, 32).expect("a day late");
    assert_eq!(plain, "shop@ada.example: invoice 1 was due on day 31; the fee is 0 cents");
    let daily = 50;
    reminders.fee(move |days| Cents(daily * u64::from(days))).grace(3);
    assert_eq!([0, 31, 34].map(|today| reminders.letter(&invoice, today)), [const { None }; 3]);
    assert!(reminders.letter(&invoice, 36).is_some_and(|letter| letter.ends_with("the fee is 100 cents")));
    assert!(Reminders::default().grace(1).letter(&invoice, 33).is_some());
}

/// A tree of some lines, and its items in order as a recursive function would find them.
fn tree(dice: &mut Dice, depth: u32) -> (Vec<Line>, Vec<(String, u64)>) {
    let mut naive = Vec::new();
    let lines = (0..dice.below(4)).map(|_| match dice.below(if depth == 0 { 2 } else { 4 }) {
        0 => Line::Note("note".into()),
        1 => {
            let (title, copies) = (format!("T{}", dice.below(100)), dice.below(9));
            naive.push((title.clone(), copies));
            item(&title, copies, 10)
        }
        _ => {
            let (lines, found) = tree(dice, depth - 1);
            naive.extend(found);
            bundle("bundle", lines)
        }
    });
    (lines.collect(), naive)
}

#[test]
fn items_and_visitors_find_what_recursion_finds_in_its_order() {
    #[derive(Default)]
    struct Titles(Vec<String>);

    impl Visit for Titles {
        fn item(&mut self, item: &Item) {
            self.0.push(item.title.clone());
        }
    }

    let mut dice = Dice(7);
    let mut most = 0;
    for _ in 0..500 {
        let (lines, naive) = tree(&mut dice, 4);
        let found: Vec<_> = items(&lines).map(|item| (item.title.clone(), item.copies)).collect();
        assert_eq!(found, naive);
        let mut titles = Titles::default();
        let pass: &mut dyn Visit = &mut titles;
        walk(pass, &lines);
        assert_eq!(titles.0, naive.iter().map(|(title, _)| title.clone()).collect::<Vec<_>>());
        let total: u64 = naive.iter().map(|(_, copies)| copies * 10).sum();
        assert_eq!(draft(lines).total(), Some(Cents(total)));
        most = most.max(naive.len());
    }
    assert!(most > 10, "{most}");
}

#[test]
fn items_that_nobody_asks_for_are_not_looked_for() {
    let lines = vec![item("Moves", 1, 1), item("Loans", 1, 1)];
    let mut iterator = items(&lines);
    assert_eq!(iterator.next().map(|item| item.title.as_str()), Some("Moves"));
    assert_eq!((iterator.count(), items(&[]).count()), (1, 0));
}

#[test]
fn a_visitor_decides_whether_to_go_into_a_bundle() {
    #[derive(Default)]
    struct Outside {
        items: u64,
        notes: u64,
    }

    impl Visit for Outside {
        fn item(&mut self, _: &Item) {
            self.items += 1;
        }

        fn bundle(&mut self, _: &str, _: &[Line]) {}

        fn note(&mut self, _: &str) {
            self.notes += 1;
        }
    }

    let lines = [item("Moves", 1, 1), bundle("more", vec![item("Loans", 1, 1)]), Line::Note("n".into())];
    let mut outside = Outside::default();
    walk(&mut outside, &lines);
    assert_eq!((outside.items, outside.notes), (1, 1));
}

#[test]
fn an_outline_is_indented_by_the_depth_of_its_bundles() {
    let inner = bundle("Inner", vec![item("Loans", 2, 1)]);
    let lines =
        [bundle("Outer", vec![inner, item("Moves", 1, 1)]), Line::Note("n".into()), item("Paths", 3, 1)];
    assert_eq!(outline(&lines), "Outer\n  Inner\n    2 x Loans\n  1 x Moves\n3 x Paths\n");
}

#[test]
fn a_method_of_its_own_takes_the_place_of_an_extension() {
    struct Prepaid(Option<Cents>);

    impl Iterator for Prepaid {
        type Item = Option<Cents>;

        fn next(&mut self) -> Option<Self::Item> {
            self.0.take().map(Some)
        }
    }

    impl Prepaid {
        fn checked_total(self) -> Option<Cents> {
            Some(Cents(0))
        }
    }

    fn total(amounts: impl Iterator<Item = Option<Cents>>) -> Option<Cents> {
        amounts.checked_total()
    }

    let prepaid = || Prepaid(Some(Cents(900)));
    assert_eq!((prepaid().checked_total(), total(prepaid())), (Some(Cents(0)), Some(Cents(900))));
}

#[test]
fn a_total_ends_at_the_first_amount_that_is_missing() {
    let mut asked = 0;
    let amounts = [Some(Cents(1)), None, Some(Cents(2))].into_iter().inspect(|_| asked += 1);
    assert_eq!(amounts.checked_total(), None);
    assert_eq!(asked, 2);
    assert_eq!(std::iter::empty().checked_total(), Some(Cents(0)));
}
