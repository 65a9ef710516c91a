//! Two builders: one that becomes its product, and one that is asked for products again and again.
//!
//! | | `fn step(mut self, …) -> Self` | `fn step(&mut self, …) -> &mut Self` |
//! |---|---|---|
//! | made and used in one expression | always | if the last method borrows the builder for the call only |
//! | made, and kept for later | `let builder = B::new().step();` | `let mut builder = B::new();` first (E0716) |
//! | a step under a condition | `builder = builder.step()`, or it is gone (E0382) | `builder.step();` |
//! | the product's parts | are moved out | are copied, or taken, which leaves the builder empty |
//!
//! What a product cannot do without belongs in the builder's constructor: then `build` has nothing to complain about.

use super::{
    email::Email,
    invoices::{Draft, Invoice, Sent},
    lines::{Cents, Line},
};

/// An invoice in the making. Its lines are moved into the invoice, whatever they are.
///
/// `#[must_use]` reports the step whose result was forgotten: the builder would be dropped with it.
#[derive(Debug)]
#[must_use = "a builder makes nothing until it is told to build"]
pub struct InvoiceBuilder {
    to: Email,
    lines: Vec<Line>,
}

impl InvoiceBuilder {
    /// An invoice for somebody, without lines.
    pub fn new(to: Email) -> Self {
        Self { to, lines: Vec::new() }
    }

    /// Adds a line.
    pub fn line(mut self, line: Line) -> Self {
        self.lines.push(line);
        self
    }

    /// The draft.
    #[must_use]
    pub fn build(self) -> Invoice<Draft> {
        Invoice::draft(self.to, self.lines)
    }
}

/// How reminders are written. Used for many invoices, so nothing is moved out.
///
/// The fee is a strategy that is kept. There are four ways to keep one:
///
/// | the field | its size | choose it |
/// |---|---|---|
/// | `F`, a parameter `F: Fn(u32) -> Cents` | that of what the closure captures; 0 without captures | where the type may be part of all types around it |
/// | `fn(u32) -> Cents` | a pointer | where nothing needs to be captured |
/// | `Box<dyn Fn(u32) -> Cents>` | two pointers, and the captures behind them | where callers bring their own: here |
/// | an enum of rules | that of its largest variant, often with a tag | where a rule must be saved, compared or printed |
pub struct Reminders {
    grace: u32,
    fee: Box<dyn Fn(u32) -> Cents>,
}

impl Default for Reminders {
    fn default() -> Self {
        Self { grace: 0, fee: Box::new(|_| Cents(0)) }
    }
}

impl Reminders {
    /// Days after the due day without a reminder.
    pub fn grace(&mut self, days: u32) -> &mut Self {
        self.grace = days;
        self
    }

    /// What being so many days late costs, the days of grace not counted.
    ///
    /// # Example: one template, steps under a condition, and as many letters as days
    /// ```
    /// use phase8_macros::rust_patterns::{builders::*, email::Email, lines::*, numbers::Numbers};
    ///
    /// let numbers = Numbers::default();
    /// let moves = Item { title: "Moves".into(), copies: 1, price: Cents(900) };
    /// let draft = InvoiceBuilder::new(Email::try_from("a@b.example".to_owned())?).line(Line::Item(moves)).build();
    /// let sent = draft.send(numbers.reserve(), 1, |day| day + 30).expect("it has a total");
    ///
    /// let daily = 50;
    /// let mut reminders = Reminders::default();
    /// reminders.fee(move |days| Cents(daily * u64::from(days)));
    /// if daily < 100 {
    ///     reminders.grace(7);
    /// }
    /// let days = [38, 39, 40].map(|today| reminders.letter(&sent, today).is_some());
    /// assert_eq!(days, [false, true, true]);
    /// # Ok::<(), String>(())
    /// ```
    pub fn fee(&mut self, fee: impl Fn(u32) -> Cents + 'static) -> &mut Self {
        self.fee = Box::new(fee);
        self
    }

    /// The reminder for an invoice, if it is time for one. Drafts and paid invoices cannot be asked about.
    ///
    /// `&self` and a result of its own: a chain `Reminders::default().grace(3).letter(…)` compiles, because nothing of
    /// the builder is needed when the statement ends.
    pub fn letter(&self, invoice: &Invoice<Sent>, today: u32) -> Option<String> {
        let days = today.checked_sub(invoice.due())?.checked_sub(self.grace).filter(|&days| days > 0)?;
        let Cents(fee) = (self.fee)(days);
        let (to, number) = (invoice.to().as_str(), invoice.number().get());
        Some(format!("{to}: invoice {number} was due on day {}; the fee is {fee} cents", invoice.due()))
    }
}
