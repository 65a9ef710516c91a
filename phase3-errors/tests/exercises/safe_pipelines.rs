//! # A bank statement
//!
//! The bank sends a day's payments, one a line: `account;amount;text`, with amounts like `+12,50` and `-0,99`. Lines
//! that start with `#` are remarks. The last line is `end;` and the number of payments, so that half a file can be told
//! from a whole one.
//!
//! A payment that cannot be read costs itself; a file that is incomplete costs all of it. Complete the four functions.
//! Nothing may panic, whatever the file contains, and lines are counted from 1, remarks included.

use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    pub account: Account,
    pub cents: i64,
    pub text: String,
}

/// An account of six digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account(u32);

impl Account {
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 6 && only_digits(text)).then(|| text.parse().ok().map(Self)).flatten()
    }
}

/// What is wrong with one payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There are not three fields. (The text may contain semicolons; it is the rest of the line.)
    Fields,
    Account(String),
    Amount(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields => f.write_str("not three fields"),
            Self::Account(text) => write!(f, "no account: {text}"),
            Self::Amount(text) => write!(f, "no amount: {text}"),
        }
    }
}

/// What is wrong with the file.
#[derive(Debug, PartialEq, Eq)]
pub enum Stopped {
    /// There is no `end`.
    Truncated,
    /// What stands behind `end;` is not the number of payments, good and bad, that were `found`.
    Count { found: usize },
    /// One reject more than allowed, at this line.
    Rejects { line: usize },
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Import {
    pub payments: Vec<Payment>,
    pub rejects: Vec<Reject>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Reject {
    pub line: usize,
    pub text: String,
    pub faults: Vec<Fault>,
}

fn only_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads an amount: a sign, one or more digits, a comma, two digits.
pub fn cents(text: &str) -> Option<i64> {
    // solution:begin
    // hint: Take the sign off first. In `-0,99`, it is lost if the euros are parsed with it: `-0` is 0.
    // hint: `str::parse` takes a sign of its own, so `+1,+5` needs `only_digits`. It is true for an empty text.
    // hint: `checked_mul` and `checked_add` with `?`; a sum that is not negative can always be negated.
    // ban: .unwrap() because nothing may panic, whatever the file contains
    // ban: .expect because nothing may panic, whatever the file contains
    let (sign, amount) = match text.split_at_checked(1)? {
        ("+", amount) => (1, amount),
        ("-", amount) => (-1, amount),
        _ => return None,
    };
    let (euros, cents) = amount.split_once(',')?;
    if cents.len() != 2 || !only_digits(euros) || !only_digits(cents) {
        return None;
    }
    let sum = euros.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents.parse().ok()?)?;
    Some(sign * sum)
    // solution:end
}

/// Reads one payment, or finds all that is wrong with it, in the order of its fields.
pub fn payment(line: &str) -> Result<Payment, Vec<Fault>> {
    // solution:begin
    // hint: `splitn(3, ';')` leaves the text whole. Without three fields there is nothing else to look at.
    // hint: Parse both values before you look at either. `ok_or_else` gives each failure its fault.
    // hint: `match` on the pair: the arm for two `Ok`s builds the payment, the other collects `a.err()` and `b.err()`.
    // ban: .unwrap() because nothing may panic, whatever the file contains
    // ban: .expect because nothing may panic, whatever the file contains
    let fields: Vec<&str> = line.splitn(3, ';').collect();
    let &[account, amount, text] = &fields[..] else { return Err(vec![Fault::Fields]) };
    match (
        Account::parse(account).ok_or_else(|| Fault::Account(account.to_owned())),
        cents(amount).ok_or_else(|| Fault::Amount(amount.to_owned())),
    ) {
        (Ok(account), Ok(cents)) => Ok(Payment { account, cents, text: text.to_owned() }),
        (account, cents) => Err([account.err(), cents.err()].into_iter().flatten().collect()),
    }
    // solution:end
}

/// Reads a statement up to its `end`, with at most `max_rejects` rejects.
pub fn import(statement: &str, max_rejects: usize) -> Result<Import, Stopped> {
    // solution:begin
    // hint: `(1..).zip(statement.lines())`; only the `end` line leads to success, so behind the loop there is an error.
    // hint: A payment's faults must not meet a `?` here: one of them would end the file.
    // hint: `payment` borrows the line, so a reject can be made of it afterwards. Then compare with the limit.
    // ban: .unwrap() because nothing may panic, whatever the file contains
    // ban: .expect because nothing may panic, whatever the file contains
    let mut import = Import::default();
    for (line, text) in (1..).zip(statement.lines()).filter(|(_, text)| !text.starts_with('#')) {
        if let Some(announced) = text.strip_prefix("end;") {
            let found = import.payments.len() + import.rejects.len();
            return if announced.parse() == Ok(found) { Ok(import) } else { Err(Stopped::Count { found }) };
        }
        match payment(text) {
            Ok(payment) => import.payments.push(payment),
            Err(faults) => import.rejects.push(Reject { line, text: text.to_owned(), faults }),
        }
        if import.rejects.len() > max_rejects {
            return Err(Stopped::Rejects { line });
        }
    }
    Err(Stopped::Truncated)
    // solution:end
}

impl Import {
    /// The rejects as a statement: each under a remark like `# line 3: no account: x, no amount: y`, and an `end`.
    pub fn reject_file(&self) -> String {
        // solution:begin
        // hint: The faults have a `Display`: collect them into a `Vec<String>` and join them with `", "`.
        // hint: A `String` can be collected from an iterator of `String`s, and `chain` adds the last line.
        let reject = |reject: &Reject| {
            let faults: Vec<_> = reject.faults.iter().map(ToString::to_string).collect();
            format!("# line {}: {}\n{}\n", reject.line, faults.join(", "), reject.text)
        };
        let end = format!("end;{}\n", self.rejects.len());
        self.rejects.iter().map(reject).chain([end]).collect()
        // solution:end
    }
}

const STATEMENT: &str =
    "# 2 May\n123456;+12,50;Ada; May\n12345;+12.50;Bob\n654321;-0,99;fee\nnothing\nend;4\n";

fn ada() -> Payment {
    Payment { account: Account(123_456), cents: 1_250, text: "Ada; May".into() }
}

#[test]
fn an_amount_keeps_its_sign_even_below_one_euro() {
    for (text, expected) in [("+12,50", 1_250), ("-3,00", -300), ("-0,99", -99), ("+0,00", 0)] {
        assert_eq!(cents(text), Some(expected), "{text}");
    }
}

#[test]
fn an_amount_has_one_sign_and_two_decimals_and_fits_its_type() {
    let wrong = ["", "+", "12,50", "+12", "+12,5", "+12,500", "+,50", "+1,+5", "++1,00", "+1.00", "€1,00"];
    for text in wrong.into_iter().chain(["+92233720368547758,08", "+99999999999999999999,00"]) {
        assert_eq!(cents(text), None, "{text}");
    }
    assert_eq!(cents("-92233720368547758,07"), Some(-i64::MAX));
}

#[test]
fn the_text_of_a_payment_is_the_rest_of_the_line() {
    assert_eq!(payment("123456;+12,50;Ada; May"), Ok(ada()));
}

#[test]
fn all_faults_of_a_payment_are_found_at_once() {
    let (account, amount) = (Fault::Account("12345".into()), Fault::Amount("free".into()));
    assert_eq!(payment("12345;free;"), Err(vec![account.clone(), amount.clone()]));
    assert_eq!(payment("12345;+1,00;"), Err(vec![account]));
    assert_eq!(payment("123456;free;"), Err(vec![amount]));
    assert_eq!(payment("12345;free"), Err(vec![Fault::Fields]));
}

#[test]
fn bad_payments_are_rejected_with_their_lines_and_the_others_are_not() {
    let import = import(STATEMENT, 2).expect("the statement is complete");
    assert_eq!(import.payments.iter().map(|payment| payment.cents).collect::<Vec<_>>(), [1_250, -99]);
    assert_eq!(import.rejects.iter().map(|reject| reject.line).collect::<Vec<_>>(), [3, 5]);
    assert_eq!(import.rejects[0].text, "12345;+12.50;Bob");
}

#[test]
fn one_reject_too_many_ends_the_file() {
    assert_eq!(import(STATEMENT, 1), Err(Stopped::Rejects { line: 5 }));
    assert_eq!(import(STATEMENT, 0), Err(Stopped::Rejects { line: 3 }));
}

#[test]
fn half_a_statement_is_none() {
    assert_eq!(import("", 0), Err(Stopped::Truncated));
    assert_eq!(import("123456;+12,50;Ada\n", 0), Err(Stopped::Truncated));
    for end in ["end;2", "end;0", "end;", "end;many"] {
        assert_eq!(
            import(&format!("123456;+12,50;Ada\n{end}\n"), 0),
            Err(Stopped::Count { found: 1 }),
            "{end}"
        );
    }
    assert_eq!(import("end;0", 0), Ok(Import::default()));
}

#[test]
fn rejects_are_a_statement_of_their_own_which_can_be_corrected() {
    let file = import(STATEMENT, 2).expect("the statement is complete").reject_file();
    assert_eq!(
        file,
        "# line 3: no account: 12345, no amount: +12.50\n12345;+12.50;Bob\n# line 5: not three fields\nnothing\nend;2\n"
    );
    let corrected = file
        .replace("12345;+12.50;Bob", "123456;+12,50;Ada; May")
        .replace("nothing", "123456;+12,50;Ada; May");
    assert_eq!(import(&corrected, 0), Ok(Import { payments: vec![ada(), ada()], rejects: vec![] }));
}
