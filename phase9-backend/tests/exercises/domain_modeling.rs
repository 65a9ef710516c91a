//! # A subscription to a magazine
//!
//! Readers try the magazine for some days, pay for a month at a time, forget to pay, are reminded, leave, and some come
//! back. Until now, a subscription was a row with a column for each of these, and half of the support's letters were
//! about rows that make no sense: cancelled, but in arrears, with a trial that ends next week.
//!
//! Model it as an enum. Complete the five parts; days are numbers, and money is whole cents.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub u32);

/// Days that a payment buys.
pub const MONTH: u32 = 30;
/// Days of arrears, including the first, in which a reader may still read.
pub const GRACE: u32 = 7;

/// A price: more than nothing, and at most 9 999.99.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Price {
    cents: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPrice;

impl Price {
    /// Reads `12`, `12.5` and `12.50`: digits, and after a dot one or two more. Nothing else is a price: no sign, no
    /// white space, no empty side of the dot.
    pub fn parse(text: &str) -> Result<Self, NoPrice> {
        // solution:begin
        // hint: `"+5".parse::<u32>()` is 5, so look at the characters before you parse.
        // hint: `split_once('.')`; without a dot the cents are "00", with one digit they are tens of cents.
        // hint: The bounds are those of the cents: 1 to 999_999. Many digits must not overflow.
        // ban: f64 because 0.29 * 100.0 is not 29
        // ban: f32 because 0.53 * 100.0 is not 53
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "00"));
        let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole) || !is_number(fraction) || fraction.len() > 2 {
            return Err(NoPrice);
        }
        let whole: u32 = whole.parse().map_err(|_| NoPrice)?;
        let hundredths: u32 = format!("{fraction:0<2}").parse().map_err(|_| NoPrice)?;
        let cents = whole.checked_mul(100).and_then(|cents| cents.checked_add(hundredths)).ok_or(NoPrice)?;
        if (1..1_000_000).contains(&cents) { Ok(Self { cents }) } else { Err(NoPrice) }
        // solution:end
    }

    pub fn cents(self) -> u32 {
        self.cents
    }
}

/// Each state has what exists only in that state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subscription {
    /// Reads for nothing before the day `ends`.
    Trial { ends: Day },
    /// Has paid for the days before `paid_until`.
    Active { price: Price, paid_until: Day },
    /// Owes the price since a day.
    PastDue { price: Price, since: Day },
    /// Will not pay again, but reads before the day `until`.
    Cancelled { until: Day },
    /// Neither reads nor pays.
    Ended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A month was paid at this price.
    Paid { price: Price },
    /// The bank refused a payment.
    PaymentFailed,
    /// The reader leaves.
    Cancelled,
    /// A day begins, and nothing else has happened.
    DayBegan,
}

/// The event makes no sense in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub Subscription, pub Event);

impl Subscription {
    /// What an event on `today` makes of it.
    ///
    /// - Paid: active at the new price. The month begins today, or, for those whose trial or paid days are not over,
    ///   when these are over. Whoever was cancelled or has ended comes back the same way; the days that are left to the
    ///   cancelled one count.
    /// - PaymentFailed: the active are past due from today. Refused in any other state.
    /// - Cancelled: the rest of what was paid or promised may be read; who is past due has ended. Refused where nothing
    ///   is left to cancel: cancelled or ended.
    /// - DayBegan: a trial and a cancelled subscription end on their day; the active whose days are over are past due
    ///   since that day, [`PastDue`](Self::PastDue) ends when the grace is over. Otherwise, and always in `Ended`,
    ///   nothing changes.
    pub fn apply(self, event: Event, today: Day) -> Result<Self, Refused> {
        // solution:begin
        // hint: One `match (self, event)`. Write down the refused pairs instead of `_`: a new state is then an error.
        // hint: For Paid, first find the day from which the month counts: the later of today and the end of what is there.
        // hint: A trial that `ends` on day 5 can be read on day 4 and has ended on day 5: compare with `<=`.
        use Event::{Cancelled as Leaves, DayBegan, Paid, PaymentFailed};
        Ok(match (self, event) {
            (_, Paid { price }) => {
                let from = match self {
                    Self::Trial { ends: end }
                    | Self::Active { paid_until: end, .. }
                    | Self::Cancelled { until: end } => end.max(today),
                    Self::PastDue { .. } | Self::Ended => today,
                };
                Self::Active { price, paid_until: Day(from.0 + MONTH) }
            }
            (Self::Active { price, .. }, PaymentFailed) => Self::PastDue { price, since: today },
            (Self::Trial { ends: until } | Self::Active { paid_until: until, .. }, Leaves) => {
                Self::Cancelled { until }
            }
            (Self::PastDue { .. }, Leaves) => Self::Ended,
            (Self::Trial { ends: end } | Self::Cancelled { until: end }, DayBegan) if end <= today => {
                Self::Ended
            }
            (Self::Active { price, paid_until: since }, DayBegan) if since <= today => {
                Self::PastDue { price, since }
            }
            (Self::PastDue { since, .. }, DayBegan) if since.0 + GRACE <= today.0 => Self::Ended,
            (unchanged, DayBegan) => unchanged,
            (
                Self::Trial { .. } | Self::PastDue { .. } | Self::Cancelled { .. } | Self::Ended,
                PaymentFailed,
            )
            | (Self::Cancelled { .. } | Self::Ended, Leaves) => return Err(Refused(self, event)),
        })
        // solution:end
    }

    /// Whether the reader may read on `today`, whether or not [`Event::DayBegan`] was applied.
    pub fn may_read(self, today: Day) -> bool {
        // solution:begin
        // hint: The active may read in the days of grace, too, because nobody has told them yet that they owe something.
        // hint: Each variant has one day that counts; `Ended` has none.
        match self {
            Self::Trial { ends: end } | Self::Cancelled { until: end } => today < end,
            Self::Active { paid_until: since, .. } | Self::PastDue { since, .. } => today.0 < since.0 + GRACE,
            Self::Ended => false,
        }
        // solution:end
    }
}

/// As it was stored until now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub state: &'static str,
    pub day: Option<u32>,
    pub cents: Option<u32>,
}

/// The column that makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damaged {
    State,
    Day,
    Cents,
}

impl Row {
    /// The subscription that was stored. States are `trial`, `active`, `past_due`, `cancelled` and `ended`. What the
    /// state needs must be there and be right, and what it does not know must not be there. All damaged columns are
    /// told, in the order of the columns; if the state is unknown, nothing else can be said.
    pub fn parse(&self) -> Result<Subscription, Vec<Damaged>> {
        // solution:begin
        // hint: A table says which of the two columns a state needs; then both are checked, before anything is built.
        // hint: Cents are a `Price` of 1 to 999_999 here, too.
        let (needs_day, needs_price) = match self.state {
            "trial" | "cancelled" => (true, false),
            "active" | "past_due" => (true, true),
            "ended" => (false, false),
            _ => return Err(vec![Damaged::State]),
        };
        let price = self.cents.filter(|cents| (1..1_000_000).contains(cents)).map(|cents| Price { cents });
        let mut damaged = Vec::new();
        if self.day.is_some() != needs_day {
            damaged.push(Damaged::Day);
        }
        if self.cents.is_some() != needs_price || price.is_some() != needs_price {
            damaged.push(Damaged::Cents);
        }
        if !damaged.is_empty() {
            return Err(damaged);
        }
        match (self.state, self.day.map(Day), price) {
            ("trial", Some(ends), _) => Ok(Subscription::Trial { ends }),
            ("cancelled", Some(until), _) => Ok(Subscription::Cancelled { until }),
            ("active", Some(paid_until), Some(price)) => Ok(Subscription::Active { price, paid_until }),
            ("past_due", Some(since), Some(price)) => Ok(Subscription::PastDue { price, since }),
            _ => Ok(Subscription::Ended),
        }
        // solution:end
    }
}

/// What a reader gets back who leaves at once, with `left` of the days of a month: that part of the price, rounded down
/// to the cent; all of it for a whole month or more.
pub fn refund(price: Price, left: u32) -> u32 {
    // solution:begin
    // hint: Multiply before you divide, or 30 days of 29 cents are nothing.
    // ban: f64 because cents are whole
    // ban: f32 because cents are whole, and a product of 25 bits does not fit into its 24
    price.cents * left.min(MONTH) / MONTH
    // solution:end
}

fn price(text: &str) -> Price {
    Price::parse(text).expect("it is a price")
}

#[track_caller]
fn check(before: Subscription, event: Event, today: u32, after: Option<Subscription>) {
    assert_eq!(before.apply(event, Day(today)), after.ok_or(Refused(before, event)));
}

const TRIAL: Subscription = Subscription::Trial { ends: Day(10) };
const CANCELLED: Subscription = Subscription::Cancelled { until: Day(10) };
const ENDED: Subscription = Subscription::Ended;

fn active(until: u32) -> Subscription {
    Subscription::Active { price: price("9.90"), paid_until: Day(until) }
}

fn past_due(since: u32) -> Subscription {
    Subscription::PastDue { price: price("9.90"), since: Day(since) }
}

#[test]
fn prices_are_digits_with_at_most_two_decimals() {
    for (text, cents) in
        [("12", 1200), ("12.5", 1250), ("12.05", 1205), ("0.01", 1), ("9999.99", 999_999), ("0007.00", 700)]
    {
        assert_eq!(Price::parse(text).map(Price::cents), Ok(cents), "{text}");
    }
}

#[test]
fn nothing_else_is_a_price() {
    let huge = "9".repeat(40);
    for text in [
        "", ".", "0", "0.00", "1.", ".5", "+5", "-5", " 5", "1.234", "1.+5", "1,50", "1e3", "10000",
        "42949673", "٣", &huge,
    ] {
        assert_eq!(Price::parse(text), Err(NoPrice), "{text}");
    }
}

#[test]
fn a_payment_adds_a_month_to_what_is_left() {
    let paid = Event::Paid { price: price("9.90") };
    for (before, today, until) in [
        (TRIAL, 3, 40),
        (TRIAL, 12, 42),
        (active(10), 3, 40),
        (active(10), 12, 42),
        (past_due(10), 12, 42),
        (CANCELLED, 3, 40),
        (CANCELLED, 12, 42),
        (ENDED, 12, 42),
    ] {
        check(before, paid, today, Some(active(until)));
    }
    let cheaper = Event::Paid { price: price("5") };
    check(active(10), cheaper, 3, Some(Subscription::Active { price: price("5"), paid_until: Day(40) }));
}

#[test]
fn only_the_active_fail_to_pay() {
    check(active(10), Event::PaymentFailed, 9, Some(past_due(9)));
    for before in [TRIAL, past_due(10), CANCELLED, ENDED] {
        check(before, Event::PaymentFailed, 9, None);
    }
}

#[test]
fn who_leaves_keeps_what_was_paid() {
    check(TRIAL, Event::Cancelled, 3, Some(CANCELLED));
    check(active(10), Event::Cancelled, 3, Some(CANCELLED));
    check(past_due(10), Event::Cancelled, 12, Some(ENDED));
    check(CANCELLED, Event::Cancelled, 3, None);
    check(ENDED, Event::Cancelled, 3, None);
}

#[test]
fn days_go_by() {
    for (before, today, after) in [
        (TRIAL, 9, TRIAL),
        (TRIAL, 10, ENDED),
        (active(10), 9, active(10)),
        (active(10), 10, past_due(10)),
        (active(10), 12, past_due(10)),
        (past_due(10), 16, past_due(10)),
        (past_due(10), 17, ENDED),
        (CANCELLED, 9, CANCELLED),
        (CANCELLED, 10, ENDED),
        (ENDED, 99, ENDED),
    ] {
        check(before, Event::DayBegan, today, Some(after));
    }
}

#[test]
fn reading_ends_on_the_day_and_with_the_grace() {
    for (subscription, last) in [(TRIAL, 9), (active(10), 16), (past_due(10), 16), (CANCELLED, 9)] {
        assert!(subscription.may_read(Day(last)), "{subscription:?}");
        assert!(!subscription.may_read(Day(last + 1)), "{subscription:?}");
    }
    assert!(!ENDED.may_read(Day(0)));
}

#[test]
fn rows_that_make_sense_are_subscriptions() {
    for (state, day, cents, expected) in [
        ("trial", Some(10), None, TRIAL),
        ("active", Some(10), Some(990), active(10)),
        ("past_due", Some(10), Some(990), past_due(10)),
        ("cancelled", Some(10), None, CANCELLED),
        ("ended", None, None, ENDED),
    ] {
        assert_eq!(Row { state, day, cents }.parse(), Ok(expected));
    }
}

#[test]
fn rows_that_make_none_say_all_that_is_wrong() {
    use Damaged::{Cents, Day as TheDay, State};
    for (state, day, cents, expected) in [
        ("lost", None, Some(0), vec![State]),
        ("trial", None, None, vec![TheDay]),
        ("trial", None, Some(990), vec![TheDay, Cents]),
        ("active", Some(10), None, vec![Cents]),
        ("active", Some(10), Some(0), vec![Cents]),
        ("past_due", None, Some(1_000_000), vec![TheDay, Cents]),
        ("cancelled", Some(10), Some(990), vec![Cents]),
        ("ended", Some(10), Some(0), vec![TheDay, Cents]),
    ] {
        let row = Row { state, day, cents };
        assert_eq!(row.parse(), Err(expected), "{row:?}");
    }
}

#[test]
fn refunds_are_whole_cents_and_never_more_than_the_price() {
    for (text, left, cents) in [
        ("9.90", 30, 990),
        ("9.90", 31, 990),
        ("0.29", 29, 28),
        ("10", 1, 33),
        ("9.90", 0, 0),
        ("5785.51", 29, 559_265),
    ] {
        assert_eq!(refund(price(text), left), cents, "{text} {left}");
    }
    assert_eq!(refund(price("9999.99"), u32::MAX), 999_999);
}
