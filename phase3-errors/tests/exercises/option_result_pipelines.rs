//! # Import of a price list
//!
//! A wholesaler sends prices as text: `isbn;price` or `isbn;price;discount` in each line, `9780141439600;8.99;15` for
//! example. The list was typed by people, so a row may have several faults, and the list many. They get one chance to
//! see them all: an import that ends at the first fault is sent back a dozen times.
//!
//! Others ask the same list other questions. What does this order cost, if that can be said at all? Which is the first
//! book below a price, and has anything in front of it been unreadable? Each function's type says what to do with a
//! fault; find the pipeline that ends in this type.

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Thirteen digits; whether the last one agrees with the others is not checked here.
    pub isbn: String,
    pub cents: u32,
    /// In percent, up to 100.
    pub discount: Option<u8>,
}

/// The field that is wrong, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    Isbn(String),
    Price(String),
    Discount(String),
}

/// The cents in a price such as `8.99`: digits, a point and exactly two digits more. `None` for everything else, and
/// for a price with more cents than a `u32` can count.
pub fn cents(price: &str) -> Option<u32> {
    // solution:begin
    // hint: `str::split_once` returns an `Option`, and `Result::ok` makes one of what `parse` returns. `?` takes both.
    // hint: `parse` accepts `+5`. `bool::then` and `then_some` turn a condition into an `Option`, for `?` as well.
    // hint: `checked_mul` and `checked_add` return an `Option`, too.
    let (euros, cents) = price.split_once('.')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(euros) && digits(cents) && cents.len() == 2).then_some(())?;
    euros.parse::<u32>().ok()?.checked_mul(100)?.checked_add(cents.parse().ok()?)
    // solution:end
}

/// The row, or all of its faults in the order of the fields. A price that is missing is an empty price; a discount that
/// is missing is none.
pub fn row(line: &str) -> Result<Row, Vec<Fault>> {
    let mut fields = line.splitn(3, ';');
    let (isbn, price) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
    let discount: Option<&str> = fields.next();
    // solution:begin
    // hint: Make three `Result`s, and use no `?` on them: it would end the function at the first fault.
    // hint: The discount is an `Option` that is mapped to an `Option<Result<…>>`; `transpose` makes it a `Result`.
    // hint: A `match` on the tuple of the three has one arm where all is well.
    // hint: In the other arm, chain the three: `Result::err` makes an `Option` of each, and an `Option` is an iterator.
    let is_isbn = isbn.len() == 13 && isbn.bytes().all(|byte| byte.is_ascii_digit());
    let isbn = is_isbn.then(|| isbn.to_owned()).ok_or_else(|| Fault::Isbn(isbn.to_owned()));
    let cents = cents(price).ok_or_else(|| Fault::Price(price.to_owned()));
    let percent = |text: &str| text.parse().ok().filter(|percent| *percent <= 100);
    let discount =
        discount.map(|text| percent(text).ok_or_else(|| Fault::Discount(text.to_owned()))).transpose();
    match (isbn, cents, discount) {
        (Ok(isbn), Ok(cents), Ok(discount)) => Ok(Row { isbn, cents, discount }),
        (isbn, cents, discount) => {
            Err(isbn.err().into_iter().chain(cents.err()).chain(discount.err()).collect())
        }
    }
    // solution:end
}

/// The rows of a list with their line numbers, from 1; blank lines are skipped.
fn rows(list: &str) -> impl Iterator<Item = (usize, Result<Row, Vec<Fault>>)> {
    let lines = (1..).zip(list.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| (number, row(line)))
}

/// All rows, or all faults of all rows with the numbers of their lines.
pub fn import(list: &str) -> Result<Vec<Row>, Vec<(usize, Fault)>> {
    // solution:begin
    // hint: `collect` into a `Result` would stop too early. Two vectors and a loop do not.
    // hint: `Vec::extend` takes the faults of a row, each mapped to a pair with the line's number.
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (number, row) in rows(list) {
        match row {
            Ok(row) => good.push(row),
            Err(faults) => bad.extend(faults.into_iter().map(|fault| (number, fault))),
        }
    }
    if bad.is_empty() { Ok(good) } else { Err(bad) }
    // solution:end
}

/// What the copies of an order cost in cents, without discounts. `None` if a book is not in the list, or if the sum is
/// more than a `u32` can count.
pub fn total(rows: &[Row], order: &[(&str, u32)]) -> Option<u32> {
    // solution:begin
    // hint: `sum::<Option<u32>>()` would find the missing book, but it does not check for overflow.
    // hint: `try_fold` stops at the first `None`, and the closure may use `?`, since it returns an `Option` itself.
    order.iter().try_fold(0_u32, |sum, (isbn, copies)| {
        let row = rows.iter().find(|row| row.isbn == *isbn)?;
        sum.checked_add(row.cents.checked_mul(*copies)?)
    })
    // solution:end
}

/// The first row below `limit` cents, `None` if there is no such row. Nothing behind it is looked at; a row with faults
/// in front of it is an error, given by the number of its line.
pub fn first_below(list: &str, limit: u32) -> Result<Option<Row>, usize> {
    // solution:begin
    // hint: A cheap row and a faulty one end the search. `find_map` ends at the first `Some`, whatever is in it.
    // hint: A `Some(Ok(row))` or a `Some(Err(number))` ends it; the result is `transpose`d.
    rows(list)
        .find_map(|(number, row)| match row {
            Ok(row) => (row.cents < limit).then_some(Ok(row)),
            Err(_) => Some(Err(number)),
        })
        .transpose()
    // solution:end
}

const EMMA: &str = "9780141439587";
const PERSUASION: &str = "9780141439686";

fn priced(isbn: &str, cents: u32) -> Row {
    Row { isbn: isbn.to_owned(), cents, discount: None }
}

#[track_caller]
fn check_cents(price: &str, expected: Option<u32>) {
    assert_eq!(cents(price), expected, "{price:?}");
}

#[test]
fn a_price_has_two_digits_behind_the_point() {
    check_cents("8.99", Some(899));
    check_cents("0.05", Some(5));
    for price in ["", "8", "8.9", "8.999", "8.", ".50", "8.9.9", "8,99", "+8.99", "8.+9", "-8.99", " 8.99"] {
        check_cents(price, None);
    }
}

#[test]
fn a_price_that_cannot_be_counted_is_none() {
    check_cents("42949672.95", Some(u32::MAX));
    check_cents("42949672.96", None);
    check_cents("42949673.00", None);
    check_cents("99999999999.00", None);
}

#[test]
fn a_discount_may_be_missing() {
    assert_eq!(row("9780141439587;8.99"), Ok(priced(EMMA, 899)));
    assert_eq!(row("9780141439587;8.99;100"), Ok(Row { discount: Some(100), ..priced(EMMA, 899) }));
}

#[test]
fn a_discount_that_is_there_must_be_good() {
    for discount in ["101", "x", "", "-1", "5;5"] {
        let faults = row(&format!("{EMMA};8.99;{discount}")).unwrap_err();
        assert_eq!(faults, [Fault::Discount(discount.to_owned())]);
    }
}

#[test]
fn a_row_reports_all_of_its_faults() {
    let [isbn, price, discount] =
        [Fault::Isbn("978x".into()), Fault::Price("free".into()), Fault::Discount("half".into())];
    assert_eq!(row("978x;free;half"), Err(vec![isbn.clone(), price, discount.clone()]));
    assert_eq!(row("978x;8.99;half"), Err(vec![isbn, discount]));
    assert_eq!(row("978014143958x"), Err(vec![Fault::Isbn("978014143958x".into()), Fault::Price("".into())]));
}

#[test]
fn a_good_list_is_imported_in_order() {
    let list = "9780141439686;7.50\n\n9780141439587;8.99\n";
    assert_eq!(import(list), Ok(vec![priced(PERSUASION, 750), priced(EMMA, 899)]));
    assert_eq!(import("\n"), Ok(vec![]));
}

#[test]
fn a_bad_list_reports_every_fault_of_every_line() {
    let list = "9780141439587;8.99\n\nx;y\n9780141439686;7.50;zero\n";
    let expected =
        [(3, Fault::Isbn("x".into())), (3, Fault::Price("y".into())), (4, Fault::Discount("zero".into()))];
    assert_eq!(import(list).unwrap_err(), expected);
}

#[test]
fn an_order_costs_the_sum_of_its_copies() {
    let rows = [priced(EMMA, 899), priced(PERSUASION, 750)];
    assert_eq!(total(&rows, &[(PERSUASION, 2), (EMMA, 1)]), Some(2399));
    assert_eq!(total(&rows, &[]), Some(0));
}

#[test]
fn an_order_with_a_book_that_is_not_listed_has_no_price() {
    assert_eq!(total(&[priced(EMMA, 899)], &[(EMMA, 1), (PERSUASION, 1)]), None);
}

#[test]
fn an_order_that_cannot_be_counted_has_no_price() {
    let rows = [priced(EMMA, u32::MAX), priced(PERSUASION, 1)];
    assert_eq!(total(&rows, &[(EMMA, 1)]), Some(u32::MAX));
    assert_eq!(total(&rows, &[(EMMA, 1), (PERSUASION, 1)]), None);
    assert_eq!(total(&rows, &[(EMMA, 2)]), None);
}

#[test]
fn the_search_ends_at_the_first_cheap_row_or_the_first_faulty_one() {
    let list = "9780141439587;8.99\n9780141439686;7.50\nfaulty\n9780141439587;1.00\n";
    assert_eq!(first_below(list, 800), Ok(Some(priced(PERSUASION, 750))), "the fault is behind it");
    assert_eq!(first_below(list, 750), Err(3), "the limit itself is not below the limit");
    assert_eq!(first_below("9780141439587;8.99", 800), Ok(None));
}
