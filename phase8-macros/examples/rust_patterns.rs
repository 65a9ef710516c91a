//! A publisher's invoices, from the builder to the reminder, and what each pattern on the way does not promise.
//!
//! Run: `cargo run --example rust_patterns`. Look for what happens without a line of code: numbers come back, and states
//! that were not reached have no methods.

use std::mem;

use phase8_macros::rust_patterns::{
    builders::{InvoiceBuilder, Reminders},
    email::Email,
    invoices::{Draft, Invoice, Row, Sent, Stored},
    lines::{Cents, Item, Line, items, outline},
    numbers::{Number, Numbers},
};

fn main() -> Result<(), String> {
    let to = Email::try_from("orders@shop.example".to_owned())?;
    let refused = Email::try_from("orders at shop.example".to_owned());
    println!("an address that was checked: {}; one that was not let in: {refused:?}", to.as_str());
    assert_eq!(refused, Err("orders at shop.example".to_owned()));

    let item =
        |title: &str, copies, price| Line::Item(Item { title: title.into(), copies, price: Cents(price) });
    let series = vec![item("Moves", 3, 1200), item("Loans", 2, 900)];
    let mut builder = InvoiceBuilder::new(to.clone()).line(item("Paths", 1, 2000));
    if !series.is_empty() {
        builder = builder.line(Line::Bundle { name: "The series".into(), lines: series });
    }
    let draft = builder.build();
    print!("{}", outline(draft.lines()));
    println!("items: {}, cents: {:?}", items(draft.lines()).count(), draft.total());
    assert_eq!((items(draft.lines()).count(), draft.total()), (3, Some(Cents(7400))));

    let numbers = Numbers::default();
    let empty = InvoiceBuilder::new(to.clone()).build().send(numbers.reserve(), 1, |day| day);
    println!("nothing to pay: sent is {}, and number 1 is free again", empty.is_ok());
    assert!(empty.is_err() && numbers.outstanding().is_empty());
    let sent = draft.send(numbers.reserve(), 1, |day| day + 30).map_err(|_| "it has a total")?;
    println!("sent as number {}, due on day {}", sent.number().get(), sent.due());
    assert_eq!((sent.number().get(), sent.due()), (1, 31));

    let _ = numbers.reserve();
    let after_blank = numbers.outstanding().len();
    let kept = numbers.reserve();
    println!("reserved after `let _`: {after_blank}; after `let kept`: {}", numbers.outstanding().len());
    assert_eq!((after_blank, numbers.outstanding().len()), (0, 1));
    mem::forget(kept);
    let gap: Vec<_> = numbers.outstanding().into_iter().map(Number::get).collect();
    let next = numbers.with_next(|number| Ok::<_, String>(number.get()))?;
    println!("a leaked guard is a gap, {gap:?}, but the next number is another: {next}");
    assert_eq!((gap, next), (vec![2], 3));

    let mut reminders = Reminders::default();
    reminders.grace(3).fee(|days| Cents(50 * u64::from(days)));
    println!("on day 34: {:?}", reminders.letter(&sent, 34));
    let letter = reminders.letter(&sent, 36).ok_or("it is late enough")?;
    println!("on day 36: {letter}");
    assert!(reminders.letter(&sent, 34).is_none() && letter.ends_with("100 cents"));

    let sizes = [size_of::<Draft>(), size_of::<Invoice<Sent>>() - size_of::<Invoice<Draft>>()];
    println!("bytes for being a draft, and for being sent: {sizes:?}");
    assert_eq!(sizes, [0, size_of::<Sent>()]);

    let paid = sent.pay(Cents(7400), 40).map_err(|_| "that was all of it")?;
    let lines = vec![item("Cells", 1, 500)];
    let row = Row { to, lines, number: Some(9), due: Some(31), paid_on: None };
    let stored = [Stored::from(paid), Stored::try_from(row).map_err(|_| "the columns agree")?];
    let late = stored.each_ref().map(|invoice| invoice.days_late(40));
    println!("one list for all states; days late on day 40: {late:?}");
    assert_eq!(late, [None, Some(9)]);
    Ok(())
}
